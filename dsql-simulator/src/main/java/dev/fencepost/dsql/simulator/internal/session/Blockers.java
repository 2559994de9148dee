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

  /** Cancels what a process executes. */
  synchronized void interrupt(int processId) throws IOException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT pg_cancel_backend(?)")) {
      statement.setInt(1, processId);
      statement.execute();
    } catch (SQLException failed) {
      throw new IOException("can't interrupt process " + processId, failed);
    }
  }

  /** The object id of an index, or 0. */
  long index(String schema, String name) throws IOException {
    return find(
        "SELECT c.oid::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = ? AND c.relname = ?",
        schema,
        name);
  }

  /** The object id of the index a foreign key refers to, or 0. */
  long referencedIndex(String schema, String table, String constraint) throws IOException {
    return find(
        "SELECT f.conindid::bigint FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid"
            + " JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = ? AND c.relname = ? AND f.conname = ?",
        schema,
        table,
        constraint);
  }

  private synchronized long find(String query, String... names) throws IOException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int name = 0; name < names.length; name++) {
        statement.setString(name + 1, names[name]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    } catch (SQLException failed) {
      throw new IOException("can't look for " + String.join(".", names), failed);
    }
  }

  @Override
  public synchronized void close() throws SQLException {
    connection.close();
  }
}
