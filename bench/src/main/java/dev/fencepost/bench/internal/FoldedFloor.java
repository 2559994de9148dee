// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import com.zaxxer.hikari.HikariDataSource;
import dev.fencepost.bench.internal.RunUnderUpdate.Payload;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Floor F2: the fence, the current run's lock and all writes as one statement in autocommit, which
 * is one round trip and one flush.
 */
final class FoldedFloor implements Contender {

  private static final String SQL =
      """
      WITH fence AS (
        SELECT range_id FROM fencepost.shards WHERE shard_id = ? FOR SHARE),
      current AS (
        SELECT run_id FROM fencepost.current_executions
        WHERE shard_id = ? AND namespace_id = ? AND workflow_id = ?
          AND EXISTS (SELECT FROM fence WHERE range_id = ?) FOR UPDATE),
      cas AS (
        UPDATE fencepost.executions
        SET state = ?, status = ?, last_write_version = ?, next_event_id = ?, data = ?,
          data_encoding = ?, last_request_id = ?, db_record_version = db_record_version + 1
        WHERE shard_id = ? AND namespace_id = ? AND workflow_id = ? AND run_id = ?
          AND db_record_version = ? AND EXISTS (SELECT FROM current WHERE run_id = ?)
        RETURNING 1),
      node AS (
        INSERT INTO fencepost.history_nodes
        SELECT ?::integer, ?::uuid, ?::uuid, ?::bigint, ?::bigint, ?::bigint, ?::bytea, ?::text
        WHERE EXISTS (SELECT FROM cas)),
      task AS (
        INSERT INTO fencepost.history_immediate_tasks
        SELECT ?::integer, ?::integer, ?::bigint, ?::bytea, ?::text
        WHERE EXISTS (SELECT FROM cas))
      SELECT count(*) FROM cas
      """;

  private final HikariDataSource pool;
  private final Payload payload;

  FoldedFloor(HikariDataSource pool, Payload payload) {
    this.pool = pool;
    this.payload = payload;
  }

  @Override
  public void update(RunUnderUpdate run) throws SQLException {
    long transactionId = run.newTaskId();
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(SQL)) {
      FloorBinder binder = new FloorBinder(statement);
      binder.integer(run.fence().shardId());
      binder.workflow(run);
      binder.bigint(run.fence().rangeId());
      binder.newState(run, payload, UUID.randomUUID());
      binder.run(run);
      binder.bigint(run.recordVersion());
      binder.uuid(run.key().runId());
      binder.node(run, transactionId, payload);
      binder.task(run, payload);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        FloorBinder.requireOne(row.getInt(1));
      }
    }
    run.updated(transactionId);
  }

  @Override
  public void close() {
    pool.close();
  }
}
