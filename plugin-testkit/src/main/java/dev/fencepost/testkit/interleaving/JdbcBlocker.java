// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.interleaving;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A blocker session of a database: one statement in a transaction that is rolled back to let go. A
 * {@code SELECT ... FOR UPDATE} holds rows, an {@code INSERT} holds a key.
 */
public final class JdbcBlocker implements Blocker {

  private final DataSource dataSource;
  private final String sql;
  private final List<Object> parameters;
  private @Nullable Connection connection;

  /**
   * A session that does not hold anything yet.
   *
   * @param dataSource where it gets its connection, not through a gate
   * @param sql the statement that takes hold
   * @param parameters the values of the statement's parameters
   */
  public JdbcBlocker(DataSource dataSource, String sql, Object... parameters) {
    this.dataSource = requireNonNull(dataSource, "dataSource is null");
    this.sql = requireNonNull(sql, "sql is null");
    this.parameters = List.of(parameters);
  }

  @Override
  public void hold() throws SQLException {
    Connection opened = dataSource.getConnection();
    connection = opened;
    opened.setAutoCommit(false);
    try (PreparedStatement statement = opened.prepareStatement(sql)) {
      int index = 1;
      for (Object parameter : parameters) {
        statement.setObject(index++, parameter);
      }
      boolean unused = statement.execute();
    }
  }

  @Override
  public void release() throws SQLException {
    Connection held = connection;
    connection = null;
    if (held != null) {
      try (held) {
        held.rollback();
      }
    }
  }
}
