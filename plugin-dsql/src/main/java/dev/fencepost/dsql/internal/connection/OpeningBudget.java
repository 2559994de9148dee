// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.connection;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Spaces new connections evenly, so that a cluster's limit of connections per second is kept
 * however many threads ask at once. Safe for use by many threads.
 */
final class OpeningBudget {

  private final long spacing;
  private long next = System.nanoTime();

  /**
   * A budget.
   *
   * @param perSecond how many connections may begin in a second, at least 1
   */
  OpeningBudget(int perSecond) {
    this.spacing = TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /**
   * Waits for the next turn.
   *
   * @throws SQLException if the turn is later than that
   */
  void await(Duration longest) throws SQLException {
    long wait = reserve(longest);
    try {
      TimeUnit.NANOSECONDS.sleep(wait);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SQLTransientConnectionException(
          "interrupted while waiting to open a connection", "53400", interrupted);
    }
  }

  private synchronized long reserve(Duration longest) throws SQLException {
    long now = System.nanoTime();
    long turn = Math.max(now, next);
    if (turn - now > longest.toNanos()) {
      throw new SQLTransientConnectionException(
          "too many connections are being opened: the local budget of new connections is used up"
              + " for longer than "
              + longest.toMillis()
              + " ms",
          "53400");
    }
    next = turn + spacing;
    return turn - now;
  }
}
