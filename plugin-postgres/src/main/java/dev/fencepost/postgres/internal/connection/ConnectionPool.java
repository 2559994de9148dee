// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.fencepost.postgres.PostgresSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;

/** The pool, and single connections beside it for what must not wait for the pool. */
public final class ConnectionPool implements Connections {

  private final IdentifyingDataSource source;
  private final HikariDataSource pool;

  /** A pool that opens its connections when they are asked for. */
  public ConnectionPool(PostgresSettings settings, String applicationName, MeterRegistry meters) {
    this.source = new IdentifyingDataSource(DriverSettings.dataSource(settings, applicationName));
    HikariConfig configuration = new HikariConfig();
    configuration.setDataSource(source);
    configuration.setPoolName(applicationName);
    configuration.setMaximumPoolSize(settings.poolSize());
    configuration.setMinimumIdle(settings.poolSize());
    configuration.setConnectionTimeout(settings.connectionTimeout().toMillis());
    configuration.setMaxLifetime(settings.connectionMaxLifetime().toMillis());
    configuration.setInitializationFailTimeout(-1);
    configuration.setMetricRegistry(meters);
    this.pool = new HikariDataSource(configuration);
  }

  @Override
  public Connection borrow() throws SQLException {
    return pool.getConnection();
  }

  @Override
  public Connection open() throws SQLException {
    return source.getConnection();
  }

  /** The server process behind a connection. */
  public BackendIdentity identity(Connection connection) throws SQLException {
    return source.identity(connection);
  }

  @Override
  public void evict(Connection connection) {
    pool.evictConnection(connection);
  }

  @Override
  public void close() {
    pool.close();
  }
}
