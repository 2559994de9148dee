// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request can't be right: a bad page token, an empty range, an id that is too long, a text with
 * the character NUL or half a surrogate pair, which not every database can keep, a range of another
 * shard than the fence's. Nothing was sent to the database. Correct the request; repeating it is
 * pointless. The context names the field.
 */
public final class InvalidRequest extends PersistenceException {

  private static final long serialVersionUID = 1L;

  /** An error without a cause. */
  public InvalidRequest(String summary, Map<String, Object> context) {
    super(summary, context, null);
  }

  /** An error with what led to it. */
  public InvalidRequest(String summary, Map<String, Object> context, @Nullable Throwable cause) {
    super(summary, context, cause);
  }
}
