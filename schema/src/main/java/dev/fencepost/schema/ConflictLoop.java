// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a transaction again when it lost to another one. On Aurora DSQL a change of the catalog
 * makes every other session lose its next transaction, so a migration meets this often.
 */
final class ConflictLoop {

  private static final Logger LOG = LoggerFactory.getLogger(ConflictLoop.class);
  private static final int ATTEMPTS = 30;
  private static final Duration FIRST = Duration.ofMillis(20);
  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final String CONFLICT = "40001";

  /** With what sessions get that make or remove the same thing at once. */
  private static final Set<String> CONFLICT_OR_DONE_BY_ANOTHER =
      Set.of(CONFLICT, "42P06", "42P07", "42710", "42P01", "23505");

  private ConflictLoop() {}

  /** Runs a transaction until it is no conflict. */
  static <T> T run(Transaction<T> transaction) throws SQLException {
    return run(transaction, Set.of(CONFLICT));
  }

  /** Runs a transaction that makes something unless it exists. */
  static <T> T make(Transaction<T> transaction) throws SQLException {
    return run(transaction, CONFLICT_OR_DONE_BY_ANOTHER);
  }

  private static <T> T run(Transaction<T> transaction, Set<String> again) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        return transaction.run();
      } catch (SQLException failed) {
        if (failed.getSQLState() == null
            || !again.contains(failed.getSQLState())
            || attempt == ATTEMPTS) {
          throw failed;
        }
        LOG.debug("conflict in attempt {}: {}", attempt, failed.getMessage());
        sleep(pause(attempt));
      }
    }
  }

  private static Duration pause(int attempt) {
    long longest = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(attempt - 1, 10));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(1, longest + 1));
  }

  /** Waits; an interrupt ends the change. */
  static void sleep(Duration time) throws SQLException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting", interrupted);
    }
  }

  /** Something that ends in a commit or in an error. */
  @FunctionalInterface
  interface Transaction<T> {
    T run() throws SQLException;
  }
}
