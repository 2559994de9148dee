// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Nothing stands under the key. A write that asked for it has not happened. The context names the
 * key.
 */
public final class NotFound extends PersistenceException {

  private static final long serialVersionUID = 1L;

  /** An error without a cause. */
  public NotFound(String summary, Map<String, Object> context) {
    super(summary, context, null);
  }

  /** An error with what led to it. */
  public NotFound(String summary, Map<String, Object> context, @Nullable Throwable cause) {
    super(summary, context, cause);
  }
}
