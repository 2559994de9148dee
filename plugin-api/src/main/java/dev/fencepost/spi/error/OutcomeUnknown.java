// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The write may or may not have happened, or may even still happen: the connection was lost after
 * something that can commit was sent, and the database stayed away past the deadline for finding
 * out. Whoever wrote under a fence acquires the fence again, which makes the write void if it had
 * not committed before, and then reads: what it reads is the truth.
 */
public final class OutcomeUnknown extends PersistenceException {

  private static final long serialVersionUID = 1L;

  /** An error without a cause. */
  public OutcomeUnknown(String summary, Map<String, Object> context) {
    super(summary, context, null);
  }

  /** An error with what led to it. */
  public OutcomeUnknown(String summary, Map<String, Object> context, @Nullable Throwable cause) {
    super(summary, context, cause);
  }
}
