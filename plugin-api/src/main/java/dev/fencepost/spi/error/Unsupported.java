// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The database refused a statement as such. This is a bug of the plugin, not of the caller; the
 * write has not happened.
 */
public final class Unsupported extends PersistenceException {

  private static final long serialVersionUID = 1L;

  /** An error without a cause. */
  public Unsupported(String summary, Map<String, Object> context) {
    super(summary, context, null);
  }

  /** An error with what led to it. */
  public Unsupported(String summary, Map<String, Object> context, @Nullable Throwable cause) {
    super(summary, context, cause);
  }
}
