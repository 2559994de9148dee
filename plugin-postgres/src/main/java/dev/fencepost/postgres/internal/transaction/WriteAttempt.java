// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import dev.fencepost.spi.error.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;

/** One attempt of a write on one connection, which it leaves as it was or reports as lost. */
final class WriteAttempt<T> {

  private final Operation operation;
  private final Write<T> write;

  WriteAttempt(Operation operation, Write<T> write) {
    this.operation = operation;
    this.write = write;
  }

  Ending<T> run(Connection connection) {
    return switch (write.commit()) {
      case BY_STATEMENT -> byStatement(connection);
      case AT_END -> atEnd(connection);
    };
  }

  private Ending<T> byStatement(Connection connection) {
    try {
      return new Ending.Returned<>(write.attempt(new Session(connection, operation)));
    } catch (SQLException failed) {
      ErrorClass meaning = SqlErrors.classify(failed);
      return meaning == ErrorClass.UNKNOWN
          ? new Ending.Lost<>(failed)
          : new Ending.Failed<>(meaning, failed);
    }
  }

  private Ending<T> atEnd(Connection connection) {
    boolean committing = false;
    try {
      connection.setAutoCommit(false);
      T value = write.attempt(new Session(connection, operation));
      committing = true;
      operation.countRoundTrip();
      connection.commit();
      connection.setAutoCommit(true);
      return new Ending.Returned<>(value);
    } catch (SQLException failed) {
      ErrorClass meaning = SqlErrors.classify(failed);
      if (meaning != ErrorClass.UNKNOWN && rollBack(connection)) {
        return new Ending.Failed<>(meaning, failed);
      }
      return committing && meaning == ErrorClass.UNKNOWN
          ? new Ending.Lost<>(failed)
          : new Ending.LostBeforeCommit<>(failed);
    } catch (PersistenceException condition) {
      if (!rollBack(connection)) {
        return new Ending.LostBeforeCommit<>(
            new SQLException("the connection was lost while rolling back", "08006", condition));
      }
      throw condition;
    }
  }

  private boolean rollBack(Connection connection) {
    try {
      operation.countRoundTrip();
      connection.rollback();
      connection.setAutoCommit(true);
      return true;
    } catch (SQLException lost) {
      return false;
    }
  }

  /** How an attempt ended. */
  sealed interface Ending<T> {

    /** Committed. */
    record Returned<T>(T value) implements Ending<T> {}

    /** Surely not committed, the connection is fine. */
    record Failed<T>(ErrorClass meaning, SQLException error) implements Ending<T> {}

    /** Surely not committed, the connection is not to be used again. */
    record LostBeforeCommit<T>(SQLException error) implements Ending<T> {}

    /** Perhaps committed. */
    record Lost<T>(SQLException error) implements Ending<T> {}
  }
}
