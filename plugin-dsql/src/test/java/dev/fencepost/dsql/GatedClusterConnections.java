// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import dev.fencepost.postgres.internal.connection.Connections;
import dev.fencepost.testkit.interleaving.Explorer;
import dev.fencepost.testkit.interleaving.GatedConnection;
import java.sql.Connection;
import java.sql.SQLException;

/** Connections that stop at the explorer's gate. */
record GatedClusterConnections(Connections connections) implements Connections {

  @Override
  public Connection borrow() throws SQLException {
    return GatedConnection.wrap(connections.borrow(), Explorer.gate());
  }

  @Override
  public Connection open() throws SQLException {
    return connections.open();
  }

  @Override
  public void evict(Connection connection) {
    connections.evict(connection);
  }

  @Override
  public void close() {
    connections.close();
  }
}
