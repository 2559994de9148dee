// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.internal;

import dev.fencepost.spi.execution.ConflictResolveExecution;
import dev.fencepost.spi.execution.CreateExecution;
import dev.fencepost.spi.execution.CreateMode;
import dev.fencepost.spi.execution.CurrentExecution;
import dev.fencepost.spi.execution.CurrentHandling;
import dev.fencepost.spi.execution.DeleteExecution;
import dev.fencepost.spi.execution.ExecutionInfo;
import dev.fencepost.spi.execution.ExecutionMutation;
import dev.fencepost.spi.execution.ExecutionSnapshot;
import dev.fencepost.spi.execution.SetExecution;
import dev.fencepost.spi.execution.UpdateExecution;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.history.HistoryAppend;
import dev.fencepost.spi.history.HistoryBranch;
import dev.fencepost.spi.history.HistoryNode;
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.ScheduledTask;
import dev.fencepost.spi.task.TaskCategory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A workflow id in a shard, and the requests that concern it. Every write brings a transfer task, a
 * timer and, for a new run, its first history node, so that a failed write has something to leave
 * behind.
 */
public record Workflow(ShardFence fence, UUID namespaceId, String workflowId) {

  private static final AtomicLong LAST_TASK_ID = new AtomicLong();
  private static final Instant FIRE_TIME = Instant.parse("2030-01-01T00:00:00.000001Z");

  public static Workflow in(ShardFence fence) {
    return new Workflow(fence, UUID.randomUUID(), "workflow-" + UUID.randomUUID());
  }

  /** The same workflow, its requests under another fence. */
  public Workflow under(ShardFence other) {
    return new Workflow(other, namespaceId, workflowId);
  }

  public WorkflowKey newRun() {
    return new WorkflowKey(namespaceId, workflowId, UUID.randomUUID());
  }

  public static CurrentExecution current(WorkflowKey run, ExecutionInfo info) {
    return new CurrentExecution(
        run.runId(),
        info.createRequestId(),
        info.state(),
        info.status(),
        info.startTime(),
        info.lastWriteVersion());
  }

  public static HistoryBranch branch(WorkflowKey run) {
    return HistoryBranch.root(run.runId(), run.runId());
  }

  /** A node whose transaction id is ten times its node id. */
  public static HistoryNode node(long nodeId, long previousNodeId) {
    return new HistoryNode(
        nodeId, nodeId * 10, previousNodeId * 10, Samples.blob("events from " + nodeId));
  }

  /** The first node of a run's history, which makes its branch. */
  public static HistoryAppend firstNode(WorkflowKey run) {
    return new HistoryAppend(branch(run), node(1, 0), Optional.of("of " + run.runId()));
  }

  public static HistoryAppend furtherNode(WorkflowKey run, long nodeId, long previousNodeId) {
    return new HistoryAppend(branch(run), node(nodeId, previousNodeId), Optional.empty());
  }

  public static List<HistoryTask> newTasks() {
    long id = LAST_TASK_ID.addAndGet(2);
    return List.of(
        new ImmediateTask(TaskCategory.TRANSFER, id, Samples.blob("transfer " + id)),
        new ScheduledTask(
            TaskCategory.TIMER, FIRE_TIME.plusSeconds(id), id + 1, Samples.blob("timer " + id)));
  }

  public static ExecutionSnapshot snapshot(WorkflowKey run, ExecutionInfo info) {
    return new ExecutionSnapshot(run, info, newTasks());
  }

  public static ExecutionMutation mutation(
      WorkflowKey run, long expectedVersion, ExecutionInfo info) {
    return new ExecutionMutation(run, expectedVersion, info, newTasks());
  }

  public CreateExecution create(CreateMode mode, WorkflowKey run, ExecutionInfo info) {
    return new CreateExecution(
        fence, UUID.randomUUID(), mode, snapshot(run, info), List.of(firstNode(run)));
  }

  public UpdateExecution update(
      CurrentHandling handling, WorkflowKey run, long expectedVersion, ExecutionInfo info) {
    return new UpdateExecution(
        fence,
        UUID.randomUUID(),
        handling,
        mutation(run, expectedVersion, info),
        Optional.empty(),
        List.of(furtherNode(run, 4, 1)));
  }

  public UpdateExecution updateWithNewRun(
      CurrentHandling handling,
      ExecutionMutation mutation,
      WorkflowKey newRun,
      ExecutionInfo newInfo) {
    return new UpdateExecution(
        fence,
        UUID.randomUUID(),
        handling,
        mutation,
        Optional.of(snapshot(newRun, newInfo)),
        List.of(furtherNode(mutation.key(), 4, 1), firstNode(newRun)));
  }

  public ConflictResolveExecution resolve(
      CurrentHandling handling,
      ExecutionMutation reset,
      Optional<ExecutionMutation> currentMutation,
      Optional<ExecutionSnapshot> newRun) {
    return new ConflictResolveExecution(
        fence,
        UUID.randomUUID(),
        handling,
        reset,
        currentMutation,
        newRun,
        List.of(furtherNode(reset.key(), 7, 1)));
  }

  public SetExecution set(WorkflowKey run, long expectedVersion, ExecutionInfo info) {
    return new SetExecution(fence, UUID.randomUUID(), mutation(run, expectedVersion, info));
  }

  public DeleteExecution deletion(WorkflowKey run) {
    return new DeleteExecution(fence, UUID.randomUUID(), run);
  }
}
