// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.WriteSql;
import dev.fencepost.postgres.internal.strategy.FenceSql;
import dev.fencepost.postgres.internal.transaction.Outcome;
import dev.fencepost.postgres.internal.transaction.Session;
import dev.fencepost.postgres.internal.transaction.Write;
import dev.fencepost.spi.execution.DeleteExecution;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.Fence;
import java.sql.SQLException;
import java.util.Optional;

/** The writes that delete runs, and their records as the current ones. */
final class ExecutionDeletions {

  private final ExecutionStatements statements;
  private final ExecutionReads reads;

  ExecutionDeletions(ExecutionStatements statements, ExecutionReads reads) {
    this.statements = statements;
    this.reads = reads;
  }

  Write<WorkflowKey> ofRun(DeleteExecution request) {
    return new Deletion(statements.delete, request) {
      @Override
      public Outcome<WorkflowKey> outcome(Session session) throws SQLException {
        return RunMark.read(session, statements.runMark, request.fence(), request.key())
            .map(mark -> mark.deletion(request.key()))
            .orElseGet(Outcome.NotCommitted::new);
      }
    };
  }

  Write<WorkflowKey> ofCurrent(DeleteExecution request) {
    WorkflowKey key = request.key();
    return new Deletion(statements.deleteCurrent, request) {
      @Override
      public Outcome<WorkflowKey> outcome(Session session) throws SQLException {
        return reads
            .current(session, request.fence().shardId(), key.namespaceId(), key.workflowId())
            .filter(current -> current.runId().equals(key.runId()))
            .<Outcome<WorkflowKey>>map(current -> new Outcome.NotCommitted<>())
            .orElseGet(() -> new Outcome.Committed<>(key));
      }
    };
  }

  /** A deletion of a run or of its record as the current one. */
  private abstract static class Deletion implements Write<WorkflowKey> {

    private final WriteSql sql;
    private final DeleteExecution request;

    Deletion(WriteSql sql, DeleteExecution request) {
      this.sql = sql;
      this.request = request;
    }

    @Override
    public Optional<Fence> fence() {
      return Optional.of(request.fence());
    }

    @Override
    public WorkflowKey attempt(Session session) throws SQLException {
      return session.write(
          sql,
          bind ->
              ExecutionReads.bindKey(
                  bind.integer("shard_id", request.fence().shardId())
                      .bigint("range_id", request.fence().rangeId()),
                  request.key()),
          (row, changed) -> {
            FenceSql.require(request.fence(), row);
            return request.key();
          });
    }
  }
}
