// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import com.zaxxer.hikari.HikariDataSource;
import dev.fencepost.bench.internal.RunUnderUpdate.Payload;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** Floor F3: the same locks and writes as F2, one statement each, and a COMMIT. */
final class UnfoldedFloor implements Contender {

  private static final String FENCE =
      "SELECT range_id FROM fencepost.shards WHERE shard_id = ? FOR SHARE";

  private static final String CURRENT =
      "SELECT run_id FROM fencepost.current_executions"
          + " WHERE shard_id = ? AND namespace_id = ? AND workflow_id = ? FOR UPDATE";

  private static final String RUN =
      "SELECT db_record_version FROM fencepost.executions"
          + " WHERE shard_id = ? AND namespace_id = ? AND workflow_id = ? AND run_id = ?"
          + " FOR UPDATE";

  private static final String UPDATE =
      "UPDATE fencepost.executions SET state = ?, status = ?, last_write_version = ?,"
          + " next_event_id = ?, data = ?, data_encoding = ?, last_request_id = ?,"
          + " db_record_version = db_record_version + 1"
          + " WHERE shard_id = ? AND namespace_id = ? AND workflow_id = ? AND run_id = ?";

  private static final String NODE =
      "INSERT INTO fencepost.history_nodes VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String TASK =
      "INSERT INTO fencepost.history_immediate_tasks VALUES (?, ?, ?, ?, ?)";

  private final HikariDataSource pool;
  private final Payload payload;

  UnfoldedFloor(HikariDataSource pool, Payload payload) {
    this.pool = pool;
    this.payload = payload;
  }

  @Override
  public void update(RunUnderUpdate run) throws SQLException {
    long transactionId = run.newTaskId();
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      require(
          connection, FENCE, run.fence().rangeId(), bind -> bind.integer(run.fence().shardId()));
      require(connection, CURRENT, run.key().runId(), bind -> bind.workflow(run));
      require(connection, RUN, run.recordVersion(), bind -> bind.run(run));
      write(
          connection,
          UPDATE,
          bind -> {
            bind.newState(run, payload, UUID.randomUUID());
            bind.run(run);
          });
      write(connection, NODE, bind -> bind.node(run, transactionId, payload));
      write(connection, TASK, bind -> bind.task(run, payload));
      connection.commit();
    }
    run.updated(transactionId);
  }

  @Override
  public void close() {
    pool.close();
  }

  private static void require(
      Connection connection, String sql, Object expected, Parameters parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      parameters.bind(new FloorBinder(statement));
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next() || !expected.equals(row.getObject(1))) {
          throw new IllegalStateException("the floor lost its fence or its run");
        }
      }
    }
  }

  private static void write(Connection connection, String sql, Parameters parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      parameters.bind(new FloorBinder(statement));
      FloorBinder.requireOne(statement.executeUpdate());
    }
  }

  /** Binds the parameters of a statement. */
  private interface Parameters {
    void bind(FloorBinder binder) throws SQLException;
  }
}
