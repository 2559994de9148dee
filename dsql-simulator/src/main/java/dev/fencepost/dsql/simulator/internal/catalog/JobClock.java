// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the jobs nobody waits for, over a connection of its own. */
public final class JobClock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JobClock.class);
  private static final long TICK_MILLIS = 1_000;
  private static final long LONGEST_TICK_SECONDS = 5;

  private final Connection connection;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("simulator-jobs").factory());

  private JobClock(Connection connection) {
    this.connection = connection;
  }

  /** Starts it on a connection past the simulator, which it closes at the end. */
  public static JobClock start(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // Whoever holds a table keeps its jobs waiting, not the other way round.
      statement.execute("SET lock_timeout = '100ms'");
    }
    JobClock jobs = new JobClock(connection);
    jobs.clock.scheduleWithFixedDelay(
        jobs::endDueJobs, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return jobs;
  }

  private void endDueJobs() {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT simulator.finish_due_jobs()");
    } catch (SQLException later) {
      LOG.debug("jobs are left for later", later);
    }
  }

  @Override
  public void close() throws SQLException {
    clock.shutdownNow();
    try {
      if (!clock.awaitTermination(LONGEST_TICK_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("a job of the simulator does not end");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    connection.close();
  }
}
