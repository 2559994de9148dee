// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Asks the PostgreSQL behind who blocks whom. Safe for use by several threads. */
public final class Blockers implements AutoCloseable {

  private final Connection connection;

  /** Asks over a connection of its own. */
  public Blockers(Connection connection) {
    this.connection = connection;
  }

  /** The processes a process waits for. */
  synchronized List<Integer> of(int processId) throws IOException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT pg_blocking_pids(?)")) {
      statement.setInt(1, processId);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        Array pids = rows.getArray(1);
        return List.of((Integer[]) pids.getArray());
      }
    } catch (SQLException failed) {
      throw new IOException("can't ask who blocks process " + processId, failed);
    }
  }

  /** The object id of an index, or 0. */
  synchronized long index(String schema, String name) throws IOException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT c.oid::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = ? AND c.relname = ?")) {
      statement.setString(1, schema);
      statement.setString(2, name);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    } catch (SQLException failed) {
      throw new IOException("can't ask for the index " + name, failed);
    }
  }

  @Override
  public synchronized void close() throws SQLException {
    connection.close();
  }
}
