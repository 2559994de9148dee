// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.postgres.internal.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A connection for the length of an attempt: runs statements and counts them. For one thread. */
public final class Session {

  private final Connection connection;
  private final Operation operation;

  Session(Connection connection, Operation operation) {
    this.connection = connection;
    this.operation = operation;
  }

  /** Runs a statement that returns exactly one row. */
  public <T> T one(Sql sql, Bindings bindings, RowReader<T> reader) throws SQLException {
    return first(sql, bindings, reader)
        .orElseThrow(() -> new SQLException("a statement returned no row", "XX000"));
  }

  /** Runs a statement and reads its first row. */
  public <T> Optional<T> first(Sql sql, Bindings bindings, RowReader<T> reader)
      throws SQLException {
    try (PreparedStatement statement = prepare(sql, bindings);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
    }
  }

  /** Runs a statement and reads all its rows. */
  public <T> List<T> all(Sql sql, Bindings bindings, RowReader<T> reader) throws SQLException {
    try (PreparedStatement statement = prepare(sql, bindings);
        ResultSet rows = statement.executeQuery()) {
      List<T> found = new ArrayList<>();
      while (rows.next()) {
        found.add(reader.read(rows));
      }
      return found;
    }
  }

  /** Runs a statement that returns no rows. */
  public void execute(Sql sql, Bindings bindings) throws SQLException {
    try (PreparedStatement statement = prepare(sql, bindings)) {
      statement.executeUpdate();
    }
  }

  /** The server process behind the session. */
  public int processId() throws SQLException {
    return connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
  }

  private PreparedStatement prepare(Sql sql, Bindings bindings) throws SQLException {
    operation.countStatement();
    PreparedStatement statement = connection.prepareStatement(sql.text());
    try {
      bindings.bind(new Binder(sql, statement));
      return statement;
    } catch (SQLException | RuntimeException failed) {
      statement.close();
      throw failed;
    }
  }

  /** Sets a statement's parameters. */
  @FunctionalInterface
  public interface Bindings {
    /** Sets them. */
    void bind(Binder binder) throws SQLException;
  }

  /** Turns the present row into a value. */
  @FunctionalInterface
  public interface RowReader<T> {
    /** Reads it. */
    T read(ResultSet rows) throws SQLException;
  }
}
