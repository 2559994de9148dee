// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import java.sql.SQLException;

/** Watches over a session that may wait for a lock. */
public interface LockWatch extends AutoCloseable {

  /** For databases in which nothing waits for a lock. */
  LockWatch NONE =
      new LockWatch() {
        @Override
        public <T> T during(Session session, Step<T> step) throws SQLException {
          return step.run();
        }

        @Override
        public void close() {}
      };

  /** Runs a step of a session that may wait for a lock. */
  <T> T during(Session session, Step<T> step) throws SQLException;

  /** Stops watching. */
  @Override
  void close();

  /** Something that may wait for a lock. */
  @FunctionalInterface
  interface Step<T> {
    /** Does it. */
    T run() throws SQLException;
  }
}
