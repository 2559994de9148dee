// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for conditions instead of sleeping. */
final class Waiting {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Waiting() {}

  /** Waits until so many sessions of the database wait for a lock. */
  static void untilSessionsWaitForLocks(TestDatabase database, int sessions) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      until(() -> waiting(statement) >= sessions);
    }
  }

  /** Waits until a condition holds. */
  static void until(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the condition did not come true within " + LIMIT);
      }
      Thread.sleep(5);
    }
  }

  /** How many sessions of the database wait for a lock. */
  static int waiting(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT count(*) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND wait_event_type = 'Lock'")) {
      row.next();
      return row.getInt(1);
    }
  }
}
