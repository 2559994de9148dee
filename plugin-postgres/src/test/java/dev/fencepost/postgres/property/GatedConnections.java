// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.property;

import dev.fencepost.postgres.internal.connection.Connections;
import dev.fencepost.testkit.interleaving.Explorer;
import dev.fencepost.testkit.interleaving.GatedConnection;
import dev.fencepost.testkit.interleaving.HangDetector;
import dev.fencepost.testkit.interleaving.StatementGate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Connections that stop at the explorer's gate, and that know which operation waits for a lock: the
 * server is asked about the process that the operation's last statement went to.
 */
final class GatedConnections implements Connections, HangDetector {

  private static final String WAITS =
      "SELECT wait_event_type = 'Lock' FROM pg_catalog.pg_stat_get_activity(?)";

  private final Connections connections;
  private final int isolation;
  private final DataSource observers;
  private final Map<Thread, Integer> processes = Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * Connections of a pool.
   *
   * @param isolation the level of their transactions, by its number in JDBC
   * @param observers where the sessions come from that ask the server
   */
  GatedConnections(Connections connections, int isolation, DataSource observers) {
    this.connections = connections;
    this.isolation = isolation;
    this.observers = observers;
  }

  @Override
  public Connection borrow() throws SQLException {
    Connection connection = connections.borrow();
    if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
      connection.setTransactionIsolation(isolation);
    }
    int process = connection.unwrap(PGConnection.class).getBackendPID();
    StatementGate gate = Explorer.gate();
    return GatedConnection.wrap(
        connection,
        statement -> {
          gate.beforeStatement(statement);
          processes.put(Thread.currentThread(), process);
        });
  }

  @Override
  public boolean hangs(Thread operation) {
    Integer process = processes.get(operation);
    if (process == null) {
      return false;
    }
    try (Connection connection = observers.getConnection();
        PreparedStatement statement = connection.prepareStatement(WAITS)) {
      statement.setInt(1, process);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    } catch (SQLException failed) {
      throw new IllegalStateException("the server can't be asked who waits", failed);
    }
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
