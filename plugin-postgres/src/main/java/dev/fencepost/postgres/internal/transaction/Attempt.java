// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import dev.fencepost.postgres.internal.sql.Binder;
import java.sql.Connection;
import java.sql.SQLException;

/** What is known of one attempt of a write, so that it can be ended if its connection is lost. */
public interface Attempt extends AutoCloseable {

  /** For what is no write. */
  Attempt OF_A_READ =
      new Attempt() {
        @Override
        public void runsOn(Connection connection) {}

        @Override
        public void bind(Binder binder) {}

        @Override
        public boolean end(Connection connection, long deadlineNanos) {
          return true;
        }

        @Override
        public void close() {}
      };

  /** Says on which connection the attempt is about to run. */
  void runsOn(Connection connection) throws SQLException;

  /** Sets the parameters of a statement that are about the attempt itself. */
  void bind(Binder binder) throws SQLException;

  /**
   * Makes sure that the attempt, whose connection was lost, can't commit any more if it has not.
   *
   * @param connection another connection, in autocommit mode, which is closed afterwards
   * @param deadlineNanos when to stop trying, by {@link System#nanoTime()}
   * @return whether it is sure
   */
  boolean end(Connection connection, long deadlineNanos) throws SQLException;

  /** Gives back what other attempts may be waiting for. */
  @Override
  void close();
}
