// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.fencepost.dsql.DsqlSettings;
import dev.fencepost.postgres.internal.connection.Connections;
import dev.fencepost.spi.error.Unavailable;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pool of a cluster, and single connections beside it. */
public final class ClusterConnections implements Connections {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterConnections.class);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  private final DsqlSettings settings;
  private final ClusterDataSource source;
  private final HikariDataSource pool;

  /** A pool that opens its connections in the background. */
  public ClusterConnections(DsqlSettings settings, String applicationName, MeterRegistry meters) {
    this.settings = settings;
    this.source =
        new ClusterDataSource(
            settings,
            new ClusterDriver(settings, applicationName, settings.pool().socketTimeout()));
    HikariConfig configuration = new HikariConfig();
    configuration.setDataSource(source);
    configuration.setPoolName(applicationName);
    configuration.setMaximumPoolSize(settings.pool().size());
    configuration.setMinimumIdle(settings.pool().size());
    configuration.setConnectionTimeout(settings.pool().waitTime().toMillis());
    configuration.setMaxLifetime(settings.pool().maximumLifetime().toMillis());
    configuration.setInitializationFailTimeout(-1);
    configuration.setMetricRegistry(meters);
    this.pool = new HikariDataSource(configuration);
  }

  /**
   * Waits until some connections are open.
   *
   * @throws Unavailable if the cluster does not let that happen in time
   */
  public void warmUp() {
    List<Connection> open = new ArrayList<>();
    try {
      while (open.size() < settings.pool().warmUp()) {
        open.add(borrow());
      }
    } catch (SQLException refused) {
      throw unreachable(settings, refused);
    } finally {
      open.forEach(ClusterConnections::giveBack);
    }
  }

  private static void giveBack(Connection connection) {
    try {
      connection.close();
    } catch (SQLException lost) {
      LOG.debug("a connection was lost while the pool warmed up", lost);
    }
  }

  @Override
  public Connection borrow() throws SQLException {
    try {
      return pool.getConnection();
    } catch (SQLException none) {
      throw new SQLException(ConnectErrors.line(none), none.getSQLState(), none);
    }
  }

  @Override
  public Connection open() throws SQLException {
    try {
      return source.getConnection();
    } catch (SQLException refused) {
      throw new SQLException(ConnectErrors.line(refused), refused.getSQLState(), refused);
    }
  }

  @Override
  public void evict(Connection connection) {
    pool.evictConnection(connection);
  }

  @Override
  public void close() {
    pool.close();
  }

  /**
   * A connection without a limit to the silence of the network, as changes of the schema need it. A
   * cluster that was idle is waited for.
   *
   * @throws Unavailable if the cluster can't be reached or does not let the user in
   */
  public static Connection single(DsqlSettings settings, String applicationName)
      throws SQLException {
    ClusterDriver driver = new ClusterDriver(settings, applicationName, Duration.ZERO);
    long deadline = System.nanoTime() + settings.pool().waitTime().toNanos();
    while (true) {
      try {
        return driver.connect();
      } catch (SQLException refused) {
        if (!ConnectErrors.isWakingUp(refused) || System.nanoTime() - deadline > 0) {
          throw unreachable(settings, refused);
        }
        LOG.info("{}", ConnectErrors.line(refused));
        pause();
      }
    }
  }

  private static void pause() throws SQLException {
    try {
      TimeUnit.NANOSECONDS.sleep(BETWEEN_TRIES.toNanos());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for the cluster", interrupted);
    }
  }

  private static Unavailable unreachable(DsqlSettings settings, SQLException refused) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("cluster", settings.cluster());
    context.put("reason", ConnectErrors.line(refused));
    return new Unavailable("the cluster can't be used", context, refused);
  }
}
