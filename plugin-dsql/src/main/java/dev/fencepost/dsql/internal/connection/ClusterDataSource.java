// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.connection;

import dev.fencepost.dsql.DsqlSettings;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Opens connections within the budget of the process. */
final class ClusterDataSource implements DataSource {

  private final ClusterDriver driver;
  private final OpeningBudget budget;
  private final Duration connectTime;

  ClusterDataSource(DsqlSettings settings, ClusterDriver driver) {
    this.driver = driver;
    this.budget = new OpeningBudget(settings.pool().newPerSecond());
    this.connectTime = settings.pool().connectTime();
  }

  @Override
  public Connection getConnection() throws SQLException {
    budget.await(connectTime);
    return driver.connect();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("the configuration names the user");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return Math.toIntExact(connectTime.toSeconds());
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("org.postgresql");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("this wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
