// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.connection;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens connections and remembers which server process is behind each. */
final class IdentifyingDataSource implements DataSource {

  private static final String IDENTITY =
      "SELECT pid, backend_start FROM pg_catalog.pg_stat_activity WHERE pid = pg_backend_pid()";

  private final PGSimpleDataSource driver;
  private final Map<PGConnection, BackendIdentity> identities =
      Collections.synchronizedMap(new WeakHashMap<>());

  IdentifyingDataSource(PGSimpleDataSource driver) {
    this.driver = driver;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = driver.getConnection();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(IDENTITY)) {
      row.next();
      identities.put(
          connection.unwrap(PGConnection.class),
          new BackendIdentity(row.getInt(1), row.getObject(2, OffsetDateTime.class)));
      return connection;
    } catch (SQLException failed) {
      connection.close();
      throw failed;
    }
  }

  /** The server process behind a connection of this source, pooled or not. */
  BackendIdentity identity(Connection connection) throws SQLException {
    BackendIdentity identity = identities.get(connection.unwrap(PGConnection.class));
    if (identity == null) {
      throw new IllegalStateException("the connection was not opened here");
    }
    return identity;
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("the configuration names the user");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() throws SQLException {
    return driver.getLogWriter();
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    driver.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    driver.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return driver.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return Logger.getLogger("org.postgresql");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return driver.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return driver.isWrapperFor(type);
  }
}
