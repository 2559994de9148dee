// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.fencepost.postgres.internal.connection.Connections;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections to PostgreSQL whose transactions have one snapshot each. */
final class RepeatableReadConnections implements Connections {

  private final PGSimpleDataSource source;
  private final HikariDataSource pool;

  RepeatableReadConnections(int port, String database, DsqlSettings.Pool settings) {
    this.source = source(port, database);
    HikariConfig configuration = new HikariConfig();
    configuration.setDataSource(source);
    configuration.setMaximumPoolSize(settings.size());
    configuration.setConnectionTimeout(settings.waitTime().toMillis());
    configuration.setInitializationFailTimeout(-1);
    this.pool = new HikariDataSource(configuration);
  }

  static PGSimpleDataSource source(int port, String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(database);
    source.setUser("postgres");
    source.setSslmode("disable");
    source.setPrepareThreshold(1);
    source.setPreparedStatementCacheQueries(512);
    source.setOptions(
        "-c default_transaction_isolation=repeatable\\ read -c lock_timeout=10s"
            + " -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off");
    return source;
  }

  @Override
  public Connection borrow() throws SQLException {
    return pool.getConnection();
  }

  @Override
  public Connection open() throws SQLException {
    return source.getConnection();
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
