// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import dev.fencepost.postgres.internal.connection.BackendIdentity;
import dev.fencepost.postgres.internal.connection.ConnectionPool;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether an attempt has committed whose connection was lost. As long as its server
 * process lives it may still commit, so that a missing mark proves nothing: first that process is
 * ended, then the mark is read.
 */
final class OutcomeResolver {

  private static final Logger LOG = LoggerFactory.getLogger(OutcomeResolver.class);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private static final String TERMINATE =
      "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity"
          + " WHERE pid = ? AND backend_start = ?";

  private final ConnectionPool pool;
  private final Duration time;
  private final BooleanSupplier closed;

  OutcomeResolver(ConnectionPool pool, Duration time, BooleanSupplier closed) {
    this.pool = pool;
    this.time = time;
    this.closed = closed;
  }

  /**
   * Finds out, however often the thread is interrupted meanwhile.
   *
   * @return the outcome, or empty if the database stayed away too long
   */
  <T> Optional<Outcome<T>> resolve(Operation operation, BackendIdentity lost, Write<T> write) {
    boolean interrupted = Thread.interrupted();
    long deadline = System.nanoTime() + time.toNanos();
    try {
      while (!closed.getAsBoolean() && System.nanoTime() < deadline) {
        try (Connection connection = pool.open()) {
          if (gone(connection, lost, deadline)) {
            return Optional.of(write.outcome(new Session(connection, operation)));
          }
        } catch (SQLException away) {
          LOG.debug("the outcome of {} can't be read yet", operation.name(), away);
          interrupted |= pause();
        }
      }
      return Optional.empty();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean gone(Connection connection, BackendIdentity lost, long deadline)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TERMINATE)) {
      statement.setInt(1, lost.processId());
      statement.setObject(2, lost.startedAt());
      do {
        try (ResultSet alive = statement.executeQuery()) {
          if (!alive.next()) {
            return true;
          }
        }
        pause();
      } while (System.nanoTime() < deadline);
      return false;
    }
  }

  /** Waits a little; returns whether the thread was interrupted. */
  private static boolean pause() {
    try {
      Thread.sleep(PAUSE);
      return false;
    } catch (InterruptedException interrupted) {
      return true;
    }
  }
}
