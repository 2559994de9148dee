// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.execution.CurrentExecution;
import dev.fencepost.spi.execution.CurrentHandling;
import dev.fencepost.spi.execution.Execution;
import dev.fencepost.spi.execution.ExecutionInfo;
import dev.fencepost.spi.execution.ExecutionMutation;
import dev.fencepost.spi.execution.ExecutionSnapshot;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.history.HistoryAppend;
import dev.fencepost.spi.task.HistoryTask;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The changes of one write of runs: each method checks its conditions in the order the contract
 * gives and notes a change; {@link #apply} makes them all.
 */
final class RunWrites {

  private final MemoryTables tables;
  private final int shardId;
  private final List<Runnable> changes = new ArrayList<>();
  private final List<HistoryTask> tasks = new ArrayList<>();

  RunWrites(MemoryTables tables, ShardFence fence) {
    tables.requireOwner(fence);
    this.tables = tables;
    this.shardId = fence.shardId();
  }

  Optional<CurrentExecution> current(WorkflowKey key) {
    return Optional.ofNullable(tables.currents.get(currentKey(shardId, key)));
  }

  void requireCurrent(CurrentHandling handling, WorkflowKey expected, WorkflowKey bypassed) {
    Optional<CurrentExecution> current = current(expected);
    boolean holds =
        switch (handling) {
          case UPDATE_CURRENT ->
              current.filter(run -> run.runId().equals(expected.runId())).isPresent();
          case BYPASS_CURRENT ->
              current.filter(run -> run.runId().equals(bypassed.runId())).isEmpty();
          case IGNORE_CURRENT -> true;
        };
    if (!holds) {
      throw new ConditionFailed(new FailedCondition.CurrentExecutionMismatch(current));
    }
  }

  void change(ExecutionMutation mutation) {
    WorkflowKey key = mutation.key();
    Execution present = tables.executions.get(new MemoryTables.RunKey(shardId, key));
    if (present == null) {
      throw new ConditionFailed(new FailedCondition.ExecutionMissing(key));
    }
    if (present.recordVersion() != mutation.expectedRecordVersion()) {
      throw new ConditionFailed(
          new FailedCondition.RecordVersionMismatch(
              key,
              mutation.expectedRecordVersion(),
              present.recordVersion(),
              present.info().nextEventId()));
    }
    put(key, mutation.info(), present.recordVersion() + 1);
    tasks.addAll(mutation.tasks());
  }

  void create(ExecutionSnapshot snapshot) {
    Execution present = tables.executions.get(new MemoryTables.RunKey(shardId, snapshot.key()));
    if (present != null) {
      throw new ConditionFailed(
          new FailedCondition.ExecutionExists(snapshot.key(), present.recordVersion()));
    }
    put(snapshot.key(), snapshot.info(), 1);
    tasks.addAll(snapshot.tasks());
  }

  void makeCurrent(WorkflowKey key, ExecutionInfo info) {
    CurrentExecution current =
        new CurrentExecution(
            key.runId(),
            info.createRequestId(),
            info.state(),
            info.status(),
            info.startTime().truncatedTo(ChronoUnit.MICROS),
            info.lastWriteVersion());
    changes.add(() -> tables.currents.put(currentKey(shardId, key), current));
  }

  void append(List<HistoryAppend> appends) {
    appends.forEach(append -> changes.add(() -> tables.history.append(shardId, append)));
  }

  void apply() {
    tables.tasks.requireUnused(shardId, tasks);
    tables.tasks.add(shardId, tasks);
    changes.forEach(Runnable::run);
  }

  static MemoryTables.CurrentKey currentKey(int shardId, WorkflowKey key) {
    return new MemoryTables.CurrentKey(shardId, key.namespaceId(), key.workflowId());
  }

  private void put(WorkflowKey key, ExecutionInfo info, long recordVersion) {
    ExecutionInfo stored =
        new ExecutionInfo(
            info.createRequestId(),
            info.state(),
            info.status(),
            info.startTime().truncatedTo(ChronoUnit.MICROS),
            info.lastWriteVersion(),
            info.nextEventId(),
            info.mutableState());
    changes.add(
        () ->
            tables.executions.put(
                new MemoryTables.RunKey(shardId, key), new Execution(key, stored, recordVersion)));
  }
}
