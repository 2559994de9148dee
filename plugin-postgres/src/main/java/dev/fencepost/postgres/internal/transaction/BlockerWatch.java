// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a session that may wait for a lock. After a grace time it ends the server processes the
 * session waits for, so that a frozen process can't hold a lock. Only processes of the same role in
 * the same database are ended.
 */
public final class BlockerWatch implements LockWatch {

  private static final Logger LOG = LoggerFactory.getLogger(BlockerWatch.class);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int NOBODY = 0;

  private static final String TERMINATE_BLOCKERS =
      "SELECT pid, pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity"
          + " WHERE pid = ANY (pg_catalog.pg_blocking_pids(?))"
          + " AND usename = CURRENT_USER AND datname = pg_catalog.current_database()";

  private final TransactionRunner runner;
  private final Operation operation;
  private final Duration grace;
  private final Thread thread;
  private volatile int watched = NOBODY;
  private volatile boolean closed;

  private BlockerWatch(TransactionRunner runner, Operation operation, Duration grace) {
    this.runner = runner;
    this.operation = operation;
    this.grace = grace;
    this.thread = Thread.ofVirtual().name("fencepost-blocker-watch").unstarted(this::watch);
  }

  /** Starts the grace time. */
  public static BlockerWatch start(TransactionRunner runner, Operation operation, Duration grace) {
    BlockerWatch watch = new BlockerWatch(runner, operation, grace);
    watch.thread.start();
    return watch;
  }

  @Override
  public <T> T during(Session session, Step<T> step) throws SQLException {
    watched = session.processId();
    try {
      return step.run();
    } finally {
      watched = NOBODY;
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void watch() {
    sleep(grace);
    while (!closed) {
      try (Connection connection = runner.openBesidePool();
          PreparedStatement statement = connection.prepareStatement(TERMINATE_BLOCKERS)) {
        while (!closed) {
          terminateBlockers(statement);
          sleep(PAUSE);
        }
      } catch (SQLException failed) {
        LOG.warn("can't look for what blocks {}", operation.name(), failed);
        sleep(PAUSE);
      }
    }
  }

  private void terminateBlockers(PreparedStatement statement) throws SQLException {
    int process = watched;
    if (process == NOBODY) {
      return;
    }
    statement.setInt(1, process);
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        LOG.warn(
            "{} was blocked for {}: ended server process {}",
            operation.name(),
            grace,
            rows.getInt(1));
        operation.countTerminatedBlockers(1);
      }
    }
  }

  private void sleep(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0 && !closed; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
