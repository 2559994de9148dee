// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.connection;

import java.sql.Connection;
import java.sql.SQLException;

/** A pool, and connections beside it. Safe for use by many threads. */
public interface Connections extends AutoCloseable {

  /** Takes a connection of the pool; closing it gives it back. */
  Connection borrow() throws SQLException;

  /** Opens a connection beside the pool; closing it closes it. */
  Connection open() throws SQLException;

  /** Makes sure that a borrowed connection is never used again. */
  void evict(Connection connection);

  /** Closes the pool. */
  @Override
  void close();
}
