// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import dev.fencepost.spi.error.PersistenceException;
import dev.fencepost.spi.fence.Fence;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A write: a pure function of the database and its request, which may run more than once.
 *
 * @param <T> what it returns
 */
public interface Write<T> {

  /** The fence of the write, if it has one. */
  default Optional<Fence> fence() {
    return Optional.empty();
  }

  /** How the write commits, unless its attempt begins a transaction. */
  default Commit commit() {
    return Commit.BY_STATEMENT;
  }

  /**
   * Does it.
   *
   * @throws PersistenceException if a condition does not hold; then nothing is committed
   */
  T attempt(Session session) throws SQLException;

  /** Reads the mark of an attempt that can't commit any more. */
  Outcome<T> outcome(Session session) throws SQLException;

  /** The error a taken key means, or empty if running again finds the typed reason. */
  default Optional<PersistenceException> duplicateKey(DuplicateKey taken) {
    return Optional.empty();
  }

  /** A write that may simply be run again, whether or not an earlier attempt has committed. */
  static <T> Write<T> repeatable(Read<T> attempt) {
    return new Write<>() {
      @Override
      public T attempt(Session session) throws SQLException {
        return attempt.attempt(session);
      }

      @Override
      public Outcome<T> outcome(Session session) {
        return new Outcome.NotCommitted<>();
      }
    };
  }

  /** When what an attempt has done is committed. */
  enum Commit {
    /** Its only statement commits. */
    BY_STATEMENT,
    /** Its statements are a transaction, committed at its end. */
    AT_END
  }
}
