// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import dev.fencepost.postgres.internal.connection.BackendIdentity;
import dev.fencepost.postgres.internal.connection.ConnectionPool;
import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.spi.fence.Fence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Attempts that are ended with the server process they run in: as long as it lives it may still
 * commit.
 */
public final class BackendAttempts implements Attempts {

  private static final Duration PAUSE = Duration.ofMillis(20);

  private static final String TERMINATE =
      "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity"
          + " WHERE pid = ? AND backend_start = ?";

  private final ConnectionPool pool;

  /** Attempts on the connections of a pool. */
  public BackendAttempts(ConnectionPool pool) {
    this.pool = pool;
  }

  @Override
  public Attempt start(Optional<Fence> fence) {
    return new BackendAttempt();
  }

  private final class BackendAttempt implements Attempt {

    private @Nullable BackendIdentity backend;

    @Override
    public void runsOn(Connection connection) throws SQLException {
      backend = pool.identity(connection);
    }

    @Override
    public void bind(Binder binder) {}

    @Override
    public boolean end(Connection connection, long deadlineNanos) throws SQLException {
      BackendIdentity lost = backend;
      if (lost == null) {
        return true;
      }
      try (PreparedStatement statement = connection.prepareStatement(TERMINATE)) {
        statement.setInt(1, lost.processId());
        statement.setObject(2, lost.startedAt());
        do {
          try (ResultSet alive = statement.executeQuery()) {
            if (!alive.next()) {
              return true;
            }
          }
          LockSupport.parkNanos(PAUSE.toNanos());
        } while (System.nanoTime() < deadlineNanos);
        return false;
      }
    }

    @Override
    public void close() {}
  }
}
