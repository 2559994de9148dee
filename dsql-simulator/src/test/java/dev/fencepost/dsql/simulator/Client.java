// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.StringJoiner;

/** A connection with short words for what the tests do. */
final class Client implements AutoCloseable {

  private final Connection connection;

  private Client(Connection connection) {
    this.connection = connection;
  }

  static Client of(DsqlSimulator simulator) throws SQLException {
    return of(simulator.url());
  }

  static Client of(String url) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "admin");
    properties.setProperty("password", "any");
    return new Client(DriverManager.getConnection(url, properties));
  }

  Connection connection() {
    return connection;
  }

  Client begin() throws SQLException {
    connection.setAutoCommit(false);
    return this;
  }

  /** Executes a statement and returns the count of rows changed. */
  int run(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      boolean rows = statement.execute();
      return rows ? 0 : statement.getUpdateCount();
    }
  }

  /** The rows of a query, their values separated by commas. */
  List<String> rows(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      ResultSetMetaData columns = rows.getMetaData();
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        StringJoiner row = new StringJoiner(",");
        for (int column = 1; column <= columns.getColumnCount(); column++) {
          row.add(rows.getString(column));
        }
        found.add(row.toString());
      }
      return found;
    }
  }

  /** Sends a text in a plain statement. */
  void simple(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int index = 0; index < parameters.length; index++) {
      statement.setObject(index + 1, parameters[index]);
    }
    return statement;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
