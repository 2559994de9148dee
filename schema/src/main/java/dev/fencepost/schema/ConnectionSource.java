// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import java.sql.Connection;
import java.sql.SQLException;

/** Where a migrator gets its connections. It closes every one it asks for. */
@FunctionalInterface
public interface ConnectionSource {

  /** Opens a connection in autocommit mode. */
  Connection open() throws SQLException;
}
