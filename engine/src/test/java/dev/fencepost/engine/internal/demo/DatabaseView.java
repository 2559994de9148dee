// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What two engines have left in their database, looked at from outside. */
final class DatabaseView {

  private static final String OF_FIRST =
      "SELECT s.shard_id FROM fencepost.shards s JOIN fencepost.cluster_members m"
          + " ON s.owner = m.host_id::text WHERE m.rpc_address LIKE '%:";

  private final Map<String, String> access;
  private final int firstPort;

  /**
   * A look at a database.
   *
   * @param access url, user and password
   * @param firstPort where the first engine is
   */
  DatabaseView(Map<String, String> access, int firstPort) {
    this.access = Map.copyOf(access);
    this.firstPort = firstPort;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        access.get("url"), access.get("user"), access.get("password"));
  }

  /** The shards the first engine acquired last. */
  List<Integer> shardsOfFirst() throws SQLException {
    return query(OF_FIRST + firstPort + "' ORDER BY 1").stream().map(Integer::valueOf).toList();
  }

  /** Locks every run of the shards until the transaction of the connection ends. */
  static void lockRuns(Connection connection, List<Integer> shards) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (int shard : shards) {
        statement.execute(
            "SELECT 1 FROM fencepost.executions WHERE shard_id = " + shard + " FOR UPDATE");
      }
    }
  }

  /** How many statements of a process wait for a lock. */
  int waitingStatements(long processId) throws SQLException {
    return Integer.parseInt(
        query(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    + " AND application_name = 'fencepost engine "
                    + processId
                    + "'")
            .getFirst());
  }

  /** How many transactions of a process are open that hold a shard's fence. */
  int openFencedTransactions(long processId) throws SQLException {
    return Integer.parseInt(
        query(
                "SELECT count(*) FROM pg_stat_activity a WHERE a.xact_start IS NOT NULL"
                    + " AND a.application_name = 'fencepost engine "
                    + processId
                    + "' AND EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.granted"
                    + " AND l.mode = 'RowShareLock' AND l.relation = 'fencepost.shards'::regclass)")
            .getFirst());
  }

  /** Everything that is stored of runs; nothing of it changes once all have ended. */
  List<String> runs() throws SQLException {
    return query(
        """
        SELECT 'run ' || md5(e::text) FROM fencepost.executions e
        UNION ALL SELECT 'current ' || md5(c::text) FROM fencepost.current_executions c
        UNION ALL SELECT 'node ' || md5(n::text) FROM fencepost.history_nodes n
        UNION ALL SELECT 'visible ' || md5(v::text) FROM fencepost.visibility v
        ORDER BY 1
        """);
  }

  /** Whether the first engine says that it is alive. */
  boolean firstIsAlive() throws SQLException {
    return query(
            "SELECT count(*) FROM fencepost.cluster_members WHERE expiry > now()"
                + " AND rpc_address LIKE '%:"
                + firstPort
                + "'")
        .getFirst()
        .equals("1");
  }

  private List<String> query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }
}
