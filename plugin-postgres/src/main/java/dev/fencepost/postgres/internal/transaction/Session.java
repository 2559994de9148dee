// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.sql.WriteSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A connection for the length of an attempt: runs statements and counts them. For one thread. */
public final class Session {

  private final Connection connection;
  private final Operation operation;
  private final Attempt attempt;
  private boolean inTransaction;
  private boolean isCommitting;

  Session(Connection connection, Operation operation, Attempt attempt) {
    this.connection = connection;
    this.operation = operation;
    this.attempt = attempt;
  }

  /** Makes one transaction of all that follows; it is committed when the write returns. */
  public void begin() throws SQLException {
    if (!inTransaction) {
      connection.setAutoCommit(false);
      inTransaction = true;
    }
  }

  boolean inTransaction() {
    return inTransaction;
  }

  boolean isCommitting() {
    return isCommitting;
  }

  void commit() throws SQLException {
    operation.countRoundTrip();
    isCommitting = true;
    connection.commit();
    inTransaction = false;
    connection.setAutoCommit(true);
  }

  void rollBack() throws SQLException {
    operation.countRoundTrip();
    connection.rollback();
    inTransaction = false;
    connection.setAutoCommit(true);
  }

  /** Runs a write, in whichever form it is. */
  public <T> T write(WriteSql sql, Bindings bindings, WriteReader<T> reader) throws SQLException {
    return switch (sql) {
      case WriteSql.Folded folded ->
          one(folded.statement(), bindings, row -> reader.read(row, row::getInt));
      case WriteSql.Sequence sequence -> inTwoSteps(sequence, bindings, reader);
    };
  }

  private <T> T inTwoSteps(WriteSql.Sequence sql, Bindings bindings, WriteReader<T> reader)
      throws SQLException {
    begin();
    try (PreparedStatement conditions = prepare(sql.conditions(), bindings);
        ResultSet answer = MultipleResults.after(sql.preparations(), conditions)) {
      if (!answer.next()) {
        throw new SQLException("a statement returned no row", "XX000");
      }
      if (sql.names().isEmpty() || !answer.getBoolean("holds")) {
        return reader.read(answer, name -> 0);
      }
      Map<String, Integer> changed = change(sql, bindings, answer);
      return reader.read(answer, name -> changed.getOrDefault(name, 0));
    }
  }

  private Map<String, Integer> change(WriteSql.Sequence sql, Bindings bindings, ResultSet answer)
      throws SQLException {
    try (PreparedStatement changes = prepare(sql.changes(), bindings)) {
      Map<String, Integer> changed = MultipleResults.count(changes, sql.names());
      for (String name : sql.counted()) {
        if (changed.getOrDefault(name, 0) != answer.getInt("expected_" + name)) {
          throw new SQLException("a write did not change as many rows as it must", "22012");
        }
      }
      return changed;
    }
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

  /** Runs a statement that returns no rows; returns how many it has changed. */
  public int execute(Sql sql, Bindings bindings) throws SQLException {
    try (PreparedStatement statement = prepare(sql, bindings)) {
      return statement.executeUpdate();
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
      Binder binder = new Binder(sql, statement);
      bindings.bind(binder);
      attempt.bind(binder);
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

  /** Turns the answer of a write into a value. */
  @FunctionalInterface
  public interface WriteReader<T> {
    /** Reads it; what was changed is known only if all conditions held. */
    T read(ResultSet answer, Changed changed) throws SQLException;
  }

  /** How many rows the changes of a write have. */
  @FunctionalInterface
  public interface Changed {
    /** How many rows a change has. */
    int rows(String name) throws SQLException;
  }

  /** Turns the present row into a value. */
  @FunctionalInterface
  public interface RowReader<T> {
    /** Reads it. */
    T read(ResultSet rows) throws SQLException;
  }
}
