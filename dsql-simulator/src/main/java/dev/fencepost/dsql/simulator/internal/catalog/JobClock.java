// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the jobs nobody waits for, over a connection of its own. */
public final class JobClock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JobClock.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LONGEST_TICK = Duration.ofSeconds(5);

  private final Connection connection;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private JobClock(Connection connection) {
    this.connection = connection;
    this.thread = Thread.ofPlatform().daemon().name("simulator-jobs").unstarted(this::run);
  }

  /**
   * Starts it on a connection past the simulator, which it closes at the end.
   *
   * @param jobTime how long a job takes that nobody waits for
   */
  public static JobClock start(Connection connection, Duration jobTime) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE simulator.job_time SET job_time = ? * interval '1 millisecond'")) {
      statement.setLong(1, jobTime.toMillis());
      statement.executeUpdate();
    }
    try (Statement statement = connection.createStatement()) {
      // Whoever holds a table keeps its jobs waiting, not the other way round.
      statement.execute("SET lock_timeout = '100ms'");
    }
    JobClock jobs = new JobClock(connection);
    jobs.thread.start();
    return jobs;
  }

  private void run() {
    try {
      while (!closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        endDueJobs();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
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
    closing.countDown();
    try {
      thread.join(LONGEST_TICK);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    connection.close();
  }
}
