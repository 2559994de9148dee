// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The key is taken. The write has not happened and what stands under the key is unchanged. The
 * context names the key.
 */
public final class AlreadyExists extends PersistenceException {

  private static final long serialVersionUID = 1L;

  /** An error without a cause. */
  public AlreadyExists(String summary, Map<String, Object> context) {
    super(summary, context, null);
  }

  /** An error with what led to it. */
  public AlreadyExists(String summary, Map<String, Object> context, @Nullable Throwable cause) {
    super(summary, context, cause);
  }
}
