// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.postgres.internal.sql.WriteSql;
import dev.fencepost.postgres.internal.strategy.FenceSql;
import dev.fencepost.postgres.internal.transaction.DuplicateKey;
import dev.fencepost.postgres.internal.transaction.Session;
import dev.fencepost.postgres.internal.transaction.Write;
import dev.fencepost.spi.error.PersistenceException;
import dev.fencepost.spi.execution.ExecutionMutation;
import dev.fencepost.spi.execution.ExecutionSnapshot;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.Fence;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.history.HistoryAppend;
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.ScheduledTask;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** A fenced write of runs: one statement, whose answer tells what was not as asked. */
abstract class ExecutionWrite<T> implements Write<T> {

  private final Supplier<WriteSql> sql;
  private final ShardFence fence;
  private final WorkflowKey key;
  private final UUID requestId;

  ExecutionWrite(Supplier<WriteSql> sql, ShardFence fence, WorkflowKey key, UUID requestId) {
    this.sql = sql;
    this.fence = fence;
    this.key = key;
    this.requestId = requestId;
  }

  /** Binds what the request asks to write. */
  abstract void bindParts(Binder bind) throws SQLException;

  /** The answer of a statement whose fence held. */
  abstract T answer(ResultSet row) throws SQLException;

  /** Does the whole write with fewer means, or nothing of it. */
  Optional<T> attemptLeanly(Session session) throws SQLException {
    return Optional.empty();
  }

  @Override
  public final Optional<Fence> fence() {
    return Optional.of(fence);
  }

  @Override
  public final T attempt(Session session) throws SQLException {
    Optional<T> done = attemptLeanly(session);
    if (done.isPresent()) {
      return done.get();
    }
    return session.write(
        sql.get(),
        bind -> {
          bindCommon(bind);
          bindParts(bind);
        },
        (row, changed) -> {
          FenceSql.require(fence, row);
          return answer(row);
        });
  }

  @Override
  public Optional<PersistenceException> duplicateKey(DuplicateKey taken) {
    return TaskKeys.taken(taken);
  }

  final void bindCommon(Binder bind) throws SQLException {
    bind.integer("shard_id", fence.shardId())
        .bigint("range_id", fence.rangeId())
        .uuid("namespace_id", key.namespaceId())
        .text("workflow_id", key.workflowId())
        .uuid("request_id", requestId);
  }

  static void bindMutation(Binder bind, RunParameters run, ExecutionMutation mutation)
      throws SQLException {
    run.bind(bind, mutation.key().runId(), mutation.info());
    bind.bigint(run.named("expected_record_version"), mutation.expectedRecordVersion());
  }

  static void bindNewRun(Binder bind, ExecutionSnapshot snapshot) throws SQLException {
    RunParameters.NEW.bind(bind, snapshot.key().runId(), snapshot.info());
  }

  static void bindAdditions(
      Binder bind, WriteShape shape, List<HistoryTask> tasks, List<HistoryAppend> appends)
      throws SQLException {
    if (shape.immediateTasks()) {
      List<ImmediateTask> immediate = WriteParts.immediate(tasks);
      WriteParts.bindImmediate(bind, immediate);
      bind.integer("immediate_count", immediate.size());
    }
    if (shape.scheduledTasks()) {
      List<ScheduledTask> scheduled = WriteParts.scheduled(tasks);
      WriteParts.bindScheduled(bind, scheduled);
      bind.integer("scheduled_count", scheduled.size());
    }
    if (shape.nodes()) {
      WriteParts.bindNodes(bind, appends);
      bind.integer("node_count", appends.size());
    }
    if (shape.branches()) {
      WriteParts.bindBranches(bind, appends);
    }
  }
}
