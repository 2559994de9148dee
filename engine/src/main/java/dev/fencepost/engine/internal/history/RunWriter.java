// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.history.CachedRun.StoredRun;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.internal.workflow.EventBatch;
import dev.fencepost.engine.internal.workflow.ScheduledTimer;
import dev.fencepost.engine.internal.workflow.Transition;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.RunState;
import dev.fencepost.engine.v1.TransferTask;
import dev.fencepost.engine.v1.VisibilityTask;
import dev.fencepost.spi.Blob;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.execution.CreateExecution;
import dev.fencepost.spi.execution.CreateExecutionResult;
import dev.fencepost.spi.execution.CreateMode;
import dev.fencepost.spi.execution.CurrentExecution;
import dev.fencepost.spi.execution.CurrentHandling;
import dev.fencepost.spi.execution.Execution;
import dev.fencepost.spi.execution.ExecutionInfo;
import dev.fencepost.spi.execution.ExecutionMutation;
import dev.fencepost.spi.execution.ExecutionSnapshot;
import dev.fencepost.spi.execution.ExecutionState;
import dev.fencepost.spi.execution.ExecutionStatus;
import dev.fencepost.spi.execution.UpdateExecution;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.history.HistoryAppend;
import dev.fencepost.spi.history.HistoryBranch;
import dev.fencepost.spi.history.HistoryNode;
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.ScheduledTask;
import dev.fencepost.spi.task.TaskCategory;
import io.temporal.api.history.v1.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Loads runs of one shard and persists their transitions: each in one call of the store, with its
 * events and its tasks, and only then in memory.
 */
final class RunWriter {

  private final OwnedShard shard;

  RunWriter(OwnedShard shard) {
    this.shard = shard;
  }

  /** A transition as the store takes it. */
  private record Prepared(
      WorkflowKey key,
      MutableState state,
      ExecutionInfo info,
      List<HistoryAppend> appends,
      List<HistoryTask> tasks,
      Transition transition) {

    ExecutionSnapshot snapshot() {
      return new ExecutionSnapshot(key, info, tasks);
    }
  }

  /**
   * The run that a request names.
   *
   * @throws io.grpc.StatusRuntimeException NOT_FOUND if the workflow id has no run
   */
  WorkflowKey resolve(RunReference reference) {
    UUID runId =
        reference
            .runId()
            .orElseGet(() -> current(reference.namespaceId(), reference.workflowId()).runId());
    return new WorkflowKey(reference.namespaceId(), reference.workflowId(), runId);
  }

  private CurrentExecution current(UUID namespaceId, String workflowId) {
    try {
      return shard
          .environment()
          .persistence()
          .executions()
          .readCurrent(shard.id(), namespaceId, workflowId);
    } catch (NotFound none) {
      throw ServiceErrors.notFound("workflow not found for ID: " + workflowId);
    }
  }

  /**
   * The run as it is stored. The caller holds its lock.
   *
   * @throws io.grpc.StatusRuntimeException NOT_FOUND if there is no such run
   */
  StoredRun load(CachedRun run) {
    if (run.stored().isEmpty()) {
      try {
        Execution execution =
            shard.environment().persistence().executions().read(shard.id(), run.key());
        run.replace(
            Blobs.decode(MutableState.parser(), execution.info().mutableState()),
            execution.recordVersion());
      } catch (NotFound none) {
        throw ServiceErrors.notFound(
            "workflow execution not found for workflow ID \""
                + run.key().workflowId()
                + "\" and run ID \""
                + run.key().runId()
                + "\"");
      }
    }
    return run.stored().orElseThrow();
  }

  /**
   * Creates a run.
   *
   * @return empty if it was created, else what stands in its way
   */
  Optional<CreateExecutionResult.CurrentExecutionConflict> create(
      CreateMode mode, Transition transition, OwnedShard.Write write) {
    Prepared prepared = prepare(transition, write);
    CreateExecutionResult result =
        shard.fenced(
            () ->
                shard
                    .environment()
                    .persistence()
                    .executions()
                    .create(
                        new CreateExecution(
                            shard.fence(),
                            UUID.randomUUID(),
                            mode,
                            prepared.snapshot(),
                            prepared.appends())));
    return switch (result) {
      case CreateExecutionResult.Created created -> {
        remember(prepared);
        yield Optional.empty();
      }
      case CreateExecutionResult.CurrentExecutionConflict conflict -> Optional.of(conflict);
    };
  }

  /**
   * Persists a transition of a run whose lock the caller holds.
   *
   * @return the state as it is stored now
   */
  MutableState update(
      CachedRun run, Transition transition, Optional<Transition> newRun, OwnedShard.Write write) {
    StoredRun before = run.stored().orElseThrow();
    Prepared changed = prepare(transition, write);
    Optional<Prepared> added = newRun.map(next -> prepare(next, write));
    List<HistoryAppend> appends = new ArrayList<>(changed.appends());
    added.ifPresent(next -> appends.addAll(next.appends()));
    CurrentHandling handling =
        before.state().getState() == RunState.RUN_STATE_COMPLETED
            ? CurrentHandling.IGNORE_CURRENT
            : CurrentHandling.UPDATE_CURRENT;
    UpdateExecution request =
        new UpdateExecution(
            shard.fence(),
            UUID.randomUUID(),
            handling,
            new ExecutionMutation(
                changed.key(), before.recordVersion(), changed.info(), changed.tasks()),
            added.map(Prepared::snapshot),
            appends);
    run.forget();
    try {
      shard.fenced(() -> shard.environment().persistence().executions().update(request));
    } catch (ShardClosed closed) {
      if (closed.reason() == ShardClosed.Reason.OUTCOME_UNKNOWN) {
        throw new WriteInDoubt(
            shard.id(), changed.key(), changed.state(), before.recordVersion() + 1);
      }
      throw closed;
    }
    run.replace(changed.state(), before.recordVersion() + 1);
    publish(changed);
    added.ifPresent(this::remember);
    return changed.state();
  }

  private Prepared prepare(Transition transition, OwnedShard.Write write) {
    MutableState state = transition.state();
    WorkflowKey key =
        new WorkflowKey(
            UUID.fromString(state.getNamespaceId()),
            state.getWorkflowId(),
            UUID.fromString(state.getRunId()));
    HistoryBranch branch = HistoryReader.branch(state);
    List<HistoryAppend> appends = new ArrayList<>();
    long previous = state.getLastHistoryTransactionId();
    for (EventBatch batch : transition.batches()) {
      long transactionId = write.nextTaskId();
      Blob events = Blobs.encode(History.newBuilder().addAllEvents(batch.events()).build());
      appends.add(
          new HistoryAppend(
              branch,
              new HistoryNode(batch.firstEventId(), transactionId, previous, events),
              previous == 0 ? Optional.of(information(state)) : Optional.empty()));
      previous = transactionId;
    }
    MutableState stored = state.toBuilder().setLastHistoryTransactionId(previous).build();
    return new Prepared(
        key, stored, info(stored), List.copyOf(appends), tasks(transition, write), transition);
  }

  private static String information(MutableState state) {
    return state.getNamespaceId() + ":" + state.getRunId();
  }

  private static ExecutionInfo info(MutableState state) {
    return new ExecutionInfo(
        state.getCreateRequestId(),
        ExecutionState.ofCode(state.getState().getNumber()),
        ExecutionStatus.ofCode(state.getStatus().getNumber()),
        Times.instant(state.getStartTime()),
        state.getVersion(),
        state.getNextEventId(),
        Blobs.encode(state));
  }

  private static List<HistoryTask> tasks(Transition transition, OwnedShard.Write write) {
    List<HistoryTask> tasks = new ArrayList<>();
    for (TransferTask task : transition.transferTasks()) {
      tasks.add(new ImmediateTask(TaskCategory.TRANSFER, write.nextTaskId(), Blobs.encode(task)));
    }
    for (VisibilityTask task : transition.visibilityTasks()) {
      tasks.add(new ImmediateTask(TaskCategory.VISIBILITY, write.nextTaskId(), Blobs.encode(task)));
    }
    for (ScheduledTimer timer : transition.timers()) {
      tasks.add(
          new ScheduledTask(
              TaskCategory.TIMER,
              timer.fireTime(),
              write.nextTaskId(),
              Blobs.encode(timer.task())));
    }
    return tasks;
  }

  private void remember(Prepared created) {
    shard.runs().remember(created.key(), created.state());
    publish(created);
  }

  private void publish(Prepared written) {
    UUID branchId = UUID.fromString(written.state().getHistoryBranch().getBranchId());
    for (HistoryAppend append : written.appends()) {
      long nodeId = append.node().nodeId();
      written.transition().batches().stream()
          .filter(batch -> batch.firstEventId() == nodeId)
          .forEach(
              batch ->
                  shard
                      .environment()
                      .events()
                      .put(branchId, nodeId, batch.events(), append.node().events().size()));
    }
    shard.offer(written.tasks());
    shard.watchers().changed(written.key());
  }
}
