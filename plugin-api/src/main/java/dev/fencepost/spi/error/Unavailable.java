// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The database could not do it now, and the write has surely not happened: no connection, a server
 * that is starting or shutting down, attempts or time used up by conflicts, a store that was
 * closed. The same call may be made again later.
 */
public final class Unavailable extends PersistenceException {

  private static final long serialVersionUID = 1L;

  /** An error without a cause. */
  public Unavailable(String summary, Map<String, Object> context) {
    super(summary, context, null);
  }

  /** An error with what led to it. */
  public Unavailable(String summary, Map<String, Object> context, @Nullable Throwable cause) {
    super(summary, context, cause);
  }
}
