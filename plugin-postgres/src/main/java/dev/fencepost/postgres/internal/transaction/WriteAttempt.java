// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import dev.fencepost.spi.error.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;

/** One attempt of a write on one connection, which it leaves as it was or reports as lost. */
final class WriteAttempt<T> {

  private final Operation operation;
  private final Write<T> write;
  private final Attempt attempt;

  WriteAttempt(Operation operation, Write<T> write, Attempt attempt) {
    this.operation = operation;
    this.write = write;
    this.attempt = attempt;
  }

  Ending<T> run(Connection connection) {
    Session session = new Session(connection, operation, attempt);
    try {
      if (write.commit() == Write.Commit.AT_END) {
        session.begin();
      }
      T value = write.attempt(session);
      if (session.inTransaction()) {
        session.commit();
      }
      return new Ending.Returned<>(value);
    } catch (SQLException failed) {
      return ending(session, failed);
    } catch (PersistenceException condition) {
      if (session.inTransaction() && !rolledBack(session)) {
        return new Ending.LostBeforeCommit<>(
            new SQLException("the connection was lost while rolling back", "08006", condition));
      }
      throw condition;
    }
  }

  private Ending<T> ending(Session session, SQLException failed) {
    ErrorClass meaning = SqlErrors.classify(failed);
    if (meaning == ErrorClass.UNKNOWN) {
      return session.inTransaction() && !session.isCommitting()
          ? new Ending.LostBeforeCommit<>(failed)
          : new Ending.Lost<>(failed);
    }
    if (session.inTransaction() && !rolledBack(session)) {
      failed.addSuppressed(new SQLException("the connection was lost while rolling back", "08006"));
    }
    return new Ending.Failed<>(meaning, failed);
  }

  private static boolean rolledBack(Session session) {
    try {
      session.rollBack();
      return true;
    } catch (SQLException lost) {
      return false;
    }
  }

  /** How an attempt ended. */
  sealed interface Ending<T> {

    /** Committed. */
    record Returned<T>(T value) implements Ending<T> {}

    /** Surely not committed, for a reason that stays true should the connection be lost as well. */
    record Failed<T>(ErrorClass meaning, SQLException error) implements Ending<T> {}

    /** Surely not committed, the connection is not to be used again. */
    record LostBeforeCommit<T>(SQLException error) implements Ending<T> {}

    /** Perhaps committed. */
    record Lost<T>(SQLException error) implements Ending<T> {}
  }
}
