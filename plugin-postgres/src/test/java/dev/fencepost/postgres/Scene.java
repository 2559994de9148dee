// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fencepost.spi.Blob;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.execution.ConflictResolveExecution;
import dev.fencepost.spi.execution.CreateExecution;
import dev.fencepost.spi.execution.CreateMode;
import dev.fencepost.spi.execution.CurrentHandling;
import dev.fencepost.spi.execution.ExecutionInfo;
import dev.fencepost.spi.execution.ExecutionMutation;
import dev.fencepost.spi.execution.ExecutionSnapshot;
import dev.fencepost.spi.execution.ExecutionState;
import dev.fencepost.spi.execution.ExecutionStatus;
import dev.fencepost.spi.execution.SetExecution;
import dev.fencepost.spi.execution.UpdateExecution;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.history.HistoryAppend;
import dev.fencepost.spi.history.HistoryBranch;
import dev.fencepost.spi.history.HistoryNode;
import dev.fencepost.spi.shard.AcquireShard;
import dev.fencepost.spi.shard.CreateShard;
import dev.fencepost.spi.shard.Shard;
import dev.fencepost.spi.task.AddHistoryTasks;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.ImmediateTaskRange;
import dev.fencepost.spi.task.TaskCategory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A shard with one running workflow, and the requests that change it. */
public final class Scene {

  /** The task every request of the scene adds. */
  public static final long TASK_ID = 1L << 20;

  private final Persistence stores;
  private final ShardFence fence;
  private final WorkflowKey key;
  private final HistoryBranch branch = HistoryBranch.root(UUID.randomUUID(), UUID.randomUUID());

  private Scene(Persistence stores, ShardFence fence, WorkflowKey key) {
    this.stores = stores;
    this.fence = fence;
    this.key = key;
  }

  /** Creates the shard, takes it over once and starts the workflow. */
  public static Scene create(Persistence stores, int shardId) {
    stores.shards().openOrCreate(new CreateShard(shardId, blob("new")));
    Shard owned = stores.shards().acquire(takeOver(new ShardFence(shardId, 1)));
    WorkflowKey key = new WorkflowKey(UUID.randomUUID(), "workflow", UUID.randomUUID());
    Scene scene = new Scene(stores, owned.fence(), key);
    stores
        .executions()
        .create(
            new CreateExecution(
                scene.fence,
                UUID.randomUUID(),
                new CreateMode.BrandNew(),
                new ExecutionSnapshot(key, running(1), List.of()),
                List.of()));
    return scene;
  }

  /** The same scene, written to through other stores. */
  public Scene through(Persistence other) {
    return new Scene(other, fence, key);
  }

  /** The owner's fence. */
  public ShardFence fence() {
    return fence;
  }

  /** The workflow's run. */
  public WorkflowKey key() {
    return key;
  }

  /** A request to take a shard over. */
  public static AcquireShard takeOver(ShardFence expected) {
    return new AcquireShard(expected, "taker", UUID.randomUUID());
  }

  /** Adds the task on its own. */
  public void addTask() {
    stores
        .historyTasks()
        .add(new AddHistoryTasks(fence, UUID.randomUUID(), List.of(task(TASK_ID))));
  }

  /** Changes the run, with the task and a node of history. */
  public void update() {
    stores
        .executions()
        .update(
            new UpdateExecution(
                fence,
                UUID.randomUUID(),
                CurrentHandling.UPDATE_CURRENT,
                mutation(),
                Optional.empty(),
                List.of(node())));
  }

  /** Replaces the run, with the task. */
  public void set() {
    stores.executions().set(new SetExecution(fence, UUID.randomUUID(), mutation()));
  }

  /** Resets the run, with the task. */
  public void conflictResolve() {
    stores
        .executions()
        .conflictResolve(
            new ConflictResolveExecution(
                fence,
                UUID.randomUUID(),
                CurrentHandling.UPDATE_CURRENT,
                mutation(),
                Optional.empty(),
                Optional.empty(),
                List.of()));
  }

  /** Creates another run beside the current one, with the task. */
  public void createBeside() {
    stores
        .executions()
        .create(
            new CreateExecution(
                fence,
                UUID.randomUUID(),
                new CreateMode.BypassCurrent(),
                new ExecutionSnapshot(
                    new WorkflowKey(key.namespaceId(), key.workflowId(), UUID.randomUUID()),
                    running(1),
                    List.of(task(TASK_ID))),
                List.of()));
  }

  /** How many tasks the shard has. */
  public int tasks() {
    return stores
        .historyTasks()
        .readImmediate(
            new ImmediateTaskRange(fence.shardId(), TaskCategory.TRANSFER, 0, Long.MAX_VALUE),
            PageRequest.first(100))
        .items()
        .size();
  }

  /** How often the run was written. */
  public long recordVersion() {
    return stores.executions().read(fence.shardId(), key).recordVersion();
  }

  /** An immediate task. */
  public static ImmediateTask task(long taskId) {
    return new ImmediateTask(TaskCategory.TRANSFER, taskId, blob("task"));
  }

  /** A blob of a text. */
  public static Blob blob(String text) {
    return new Blob(text.getBytes(UTF_8), "text");
  }

  private ExecutionMutation mutation() {
    return new ExecutionMutation(key, 1, running(2), List.of(task(TASK_ID)));
  }

  private HistoryAppend node() {
    return new HistoryAppend(
        branch, new HistoryNode(1, TASK_ID, 0, blob("events")), Optional.empty());
  }

  private static ExecutionInfo running(long nextEventId) {
    return new ExecutionInfo(
        "start",
        ExecutionState.RUNNING,
        ExecutionStatus.RUNNING,
        Instant.parse("2026-01-01T00:00:00Z"),
        0,
        nextEventId,
        blob("state"));
  }
}
