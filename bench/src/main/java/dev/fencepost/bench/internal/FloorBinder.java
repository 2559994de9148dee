// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import dev.fencepost.bench.internal.RunUnderUpdate.Payload;
import dev.fencepost.spi.Blob;
import dev.fencepost.spi.execution.ExecutionState;
import dev.fencepost.spi.execution.ExecutionStatus;
import dev.fencepost.spi.task.TaskCategory;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/** Binds the parameters of a floor's statement in order. */
final class FloorBinder {

  private final PreparedStatement statement;
  private int index;

  FloorBinder(PreparedStatement statement) {
    this.statement = statement;
  }

  static void requireOne(int rows) {
    if (rows != 1) {
      throw new IllegalStateException("the floor wrote " + rows + " rows, not 1");
    }
  }

  void integer(int value) throws SQLException {
    statement.setInt(++index, value);
  }

  void bigint(long value) throws SQLException {
    statement.setLong(++index, value);
  }

  void uuid(UUID value) throws SQLException {
    statement.setObject(++index, value);
  }

  private void blob(Blob value) throws SQLException {
    statement.setBytes(++index, value.data());
    statement.setString(++index, value.encoding());
  }

  void workflow(RunUnderUpdate run) throws SQLException {
    integer(run.fence().shardId());
    uuid(run.key().namespaceId());
    statement.setString(++index, run.key().workflowId());
  }

  void run(RunUnderUpdate run) throws SQLException {
    workflow(run);
    uuid(run.key().runId());
  }

  void newState(RunUnderUpdate run, Payload payload, UUID requestId) throws SQLException {
    integer(ExecutionState.RUNNING.code());
    integer(ExecutionStatus.RUNNING.code());
    bigint(0);
    bigint(run.nextEventId() + RunUnderUpdate.EVENTS);
    blob(payload.state());
    uuid(requestId);
  }

  void node(RunUnderUpdate run, long transactionId, Payload payload) throws SQLException {
    integer(run.fence().shardId());
    uuid(run.branch().treeId());
    uuid(run.branch().branchId());
    bigint(run.nextEventId());
    bigint(transactionId);
    bigint(run.lastTransactionId());
    blob(payload.events());
  }

  void task(RunUnderUpdate run, Payload payload) throws SQLException {
    integer(run.fence().shardId());
    integer(TaskCategory.TRANSFER.id());
    bigint(run.newTaskId());
    blob(payload.task());
  }
}
