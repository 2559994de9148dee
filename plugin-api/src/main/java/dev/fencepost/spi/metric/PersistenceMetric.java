// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.metric;

/**
 * The meters every plugin reports, one constant each. Unless told otherwise, all have the tags
 * {@code backend} and {@code operation}, the latter as {@code store.method}, such as {@code
 * executions.update}.
 */
public enum PersistenceMetric {
  /** Timer: how long a call took, retries included. Tag {@code outcome}: {@code ok} or an error. */
  LATENCY("fencepost.persistence.latency"),
  /** Counter: attempts of transactions, the first of each call included. */
  ATTEMPTS("fencepost.persistence.attempts"),
  /**
   * Counter: attempts that ended in a conflict (SQLSTATE 40001, 40P01 or a taken allocated key).
   */
  CONFLICTS("fencepost.persistence.conflicts"),
  /**
   * Counter: attempts after the first of a call. Tag {@code attempt}: which one it was, {@code 2}
   * to {@code 9}, and {@code 10+} for all further ones.
   */
  RETRIES("fencepost.persistence.retries"),
  /** Counter: calls that gave up because attempts or time were used up. */
  EXHAUSTED("fencepost.persistence.exhausted"),
  /** Timer: time spent waiting between attempts. */
  BACK_OFF("fencepost.persistence.backoff"),
  /**
   * Counter: unknown outcomes. Tag {@code resolution}: {@code committed}, {@code not_committed} or
   * {@code unknown}.
   */
  UNKNOWN_OUTCOMES("fencepost.persistence.unknown.outcomes"),
  /** Counter: statements sent to the database. */
  STATEMENTS("fencepost.persistence.statements"),
  /** Counter: round trips to the database. */
  ROUND_TRIPS("fencepost.persistence.round.trips"),
  /** Counter: take-overs. Tag {@code outcome}: {@code ok} or an error. */
  TAKE_OVERS("fencepost.persistence.takeovers"),
  /** Counter: server processes that a take-over terminated because they held it up. */
  TERMINATED_BLOCKERS("fencepost.persistence.takeovers.terminated"),
  /**
   * Gauge: 1 for what was chosen when the stores were opened, by a backend that has a choice. Tags
   * {@code fence}, how writes are fenced, and {@code writes}, in which form they are sent, instead
   * of {@code operation}.
   */
  FENCE("fencepost.persistence.fence");

  private final String meterName;

  PersistenceMetric(String meterName) {
    this.meterName = meterName;
  }

  /** The name of the meter, dots between words; registries render it in their own style. */
  public String meterName() {
    return meterName;
  }
}
