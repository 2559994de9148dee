// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.error;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * A condition of the request did not hold: a version, a current run. The write has not happened.
 * The caller reads again and decides again; repeating the same request is pointless.
 */
public final class ConditionFailed extends PersistenceException {

  private static final long serialVersionUID = 1L;

  private final transient FailedCondition condition;

  /**
   * An error for a condition.
   *
   * @param condition what was expected and what was found
   */
  public ConditionFailed(FailedCondition condition) {
    super("condition failed", Map.of("condition", condition), null);
    this.condition = requireNonNull(condition, "condition is null");
  }

  /** What was expected and what was found, read under the lock or in the snapshot of the write. */
  public FailedCondition condition() {
    return condition;
  }
}
