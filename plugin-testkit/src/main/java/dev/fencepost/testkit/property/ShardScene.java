// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.execution.ConflictResolveExecution;
import dev.fencepost.spi.execution.CreateExecution;
import dev.fencepost.spi.execution.CreateExecutionResult;
import dev.fencepost.spi.execution.CreateMode;
import dev.fencepost.spi.execution.CurrentExecution;
import dev.fencepost.spi.execution.CurrentHandling;
import dev.fencepost.spi.execution.ExecutionMutation;
import dev.fencepost.spi.execution.ExecutionSnapshot;
import dev.fencepost.spi.execution.SetExecution;
import dev.fencepost.spi.execution.UpdateExecution;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.shard.AcquireShard;
import dev.fencepost.spi.shard.CreateShard;
import dev.fencepost.spi.task.AddHistoryTasks;
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.ImmediateTaskRange;
import dev.fencepost.spi.task.TaskCategory;
import dev.fencepost.testkit.internal.Infos;
import dev.fencepost.testkit.internal.Samples;
import dev.fencepost.testkit.internal.ShardPicture;
import dev.fencepost.testkit.internal.Workflow;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** A shard. The owner's two writes concern one workflow, so that at most one of them is right. */
final class ShardScene implements FenceScene {

  private static final AtomicInteger LAST_SHARD = new AtomicInteger();
  private static final AtomicLong NEXT_TASK = new AtomicLong(1);
  private static final int TASKS_OF_A_ROUND = OWNER_WRITES + 1;
  private static final PageRequest PAGE = PageRequest.first(100);

  private final FencedOperation operation;
  private final Persistence stores;
  private ShardFence owner;
  private ShardFence next;
  private Workflow workflow;
  private List<WorkflowKey> runs;
  private long recordVersion;
  private long nextRecordVersion;
  private long firstTaskId;

  private ShardScene(FencedOperation operation, Persistence stores, ShardFence fence) {
    this.operation = operation;
    this.stores = stores;
    this.owner = fence;
    this.next = fence;
    this.workflow = Workflow.in(fence);
    this.runs = newRuns(workflow);
  }

  static ShardScene create(FencedOperation operation, Persistence stores) {
    int shardId = LAST_SHARD.incrementAndGet();
    stores.shards().openOrCreate(new CreateShard(shardId, Samples.blob("new")));
    ShardScene scene = new ShardScene(operation, stores, new ShardFence(shardId, 1));
    if (scene.changesARun()) {
      scene.create(scene.owner, scene.run(), List.of());
      scene.nextRecordVersion = 1;
    }
    return scene;
  }

  @Override
  public void begin() {
    owner = next;
    firstTaskId = NEXT_TASK.getAndAdd(TASKS_OF_A_ROUND);
    if (operation == FencedOperation.CREATE) {
      workflow = Workflow.in(owner);
      runs = newRuns(workflow);
    }
    recordVersion = nextRecordVersion;
  }

  @Override
  public WriteResult write(int write) {
    HistoryTask task = task(firstTaskId + write, FenceScene.owner(write));
    return switch (operation) {
      case CREATE -> create(owner, runs.get(write), List.of(task));
      case ADD_TASKS, CREATE_MATCHING_TASKS -> addTask(owner, task);
      case UPDATE, CONFLICT_RESOLVE, SET -> change(owner, run(), recordVersion, task);
    };
  }

  @Override
  public Sight takeOver() {
    ShardFence taken =
        stores.shards().acquire(new AcquireShard(owner, "taker", UUID.randomUUID())).fence();
    Sight seen = look();
    HistoryTask task = task(firstTaskId + OWNER_WRITES, TAKER);
    WriteResult written =
        switch (operation) {
          case CREATE -> createOrUpdate(taken, seen, task);
          case ADD_TASKS, CREATE_MATCHING_TASKS -> addTask(taken, task);
          case UPDATE, CONFLICT_RESOLVE, SET -> change(taken, run(), seen.recordVersion(), task);
        };
    assertThat(written).as("what the taker saw was not the truth").isEqualTo(WriteResult.DONE);
    next = taken;
    nextRecordVersion = seen.recordVersion() + 1;
    return seen;
  }

  @Override
  public Sight look() {
    ImmediateTaskRange round =
        new ImmediateTaskRange(
            owner.shardId(), TaskCategory.TRANSFER, firstTaskId, firstTaskId + TASKS_OF_A_ROUND);
    List<String> marks =
        stores.historyTasks().readImmediate(round, PAGE).items().stream()
            .map(task -> Samples.text(task.payload()))
            .toList();
    long version =
        changesARun() ? stores.executions().read(owner.shardId(), run()).recordVersion() : 0;
    return new Sight(marks, version, currentRun());
  }

  @Override
  public long firstRecordVersion() {
    return recordVersion;
  }

  @Override
  public Target target() {
    return new Target(operation, owner.shardId(), workflow.namespaceId(), "", firstTaskId);
  }

  private Optional<UUID> currentRun() {
    return operation == FencedOperation.CREATE
        ? ShardPicture.ifFound(
                () ->
                    stores
                        .executions()
                        .readCurrent(
                            owner.shardId(), workflow.namespaceId(), workflow.workflowId()))
            .map(CurrentExecution::runId)
        : Optional.empty();
  }

  private boolean changesARun() {
    return switch (operation) {
      case UPDATE, CONFLICT_RESOLVE, SET -> true;
      case CREATE, ADD_TASKS, CREATE_MATCHING_TASKS -> false;
    };
  }

  private WorkflowKey run() {
    return runs.getFirst();
  }

  private static List<WorkflowKey> newRuns(Workflow workflow) {
    return IntStream.range(0, OWNER_WRITES).mapToObj(write -> workflow.newRun()).toList();
  }

  private static HistoryTask task(long taskId, String mark) {
    return new ImmediateTask(TaskCategory.TRANSFER, taskId, Samples.blob(mark));
  }

  private WriteResult createOrUpdate(ShardFence token, Sight seen, HistoryTask task) {
    if (seen.currentRun().isEmpty()) {
      return create(token, workflow.newRun(), List.of(task));
    }
    UUID current = seen.currentRun().get();
    return update(
        token, new WorkflowKey(workflow.namespaceId(), workflow.workflowId(), current), 1, task);
  }

  private WriteResult create(ShardFence token, WorkflowKey created, List<HistoryTask> tasks) {
    CreateExecutionResult result =
        stores
            .executions()
            .create(
                new CreateExecution(
                    token,
                    UUID.randomUUID(),
                    new CreateMode.BrandNew(),
                    new ExecutionSnapshot(
                        created, Infos.running(created.runId().toString()), tasks),
                    List.of()));
    return result instanceof CreateExecutionResult.Created ? WriteResult.DONE : WriteResult.REFUSED;
  }

  private WriteResult addTask(ShardFence token, HistoryTask task) {
    stores.historyTasks().add(new AddHistoryTasks(token, UUID.randomUUID(), List.of(task)));
    return WriteResult.DONE;
  }

  private WriteResult change(
      ShardFence token, WorkflowKey changed, long expected, HistoryTask task) {
    if (operation == FencedOperation.UPDATE) {
      return update(token, changed, expected, task);
    }
    ExecutionMutation mutation =
        new ExecutionMutation(changed, expected, Infos.running("changed"), List.of(task));
    if (operation == FencedOperation.SET) {
      stores.executions().set(new SetExecution(token, UUID.randomUUID(), mutation));
    } else {
      stores
          .executions()
          .conflictResolve(
              new ConflictResolveExecution(
                  token,
                  UUID.randomUUID(),
                  CurrentHandling.UPDATE_CURRENT,
                  mutation,
                  Optional.empty(),
                  Optional.empty(),
                  List.of()));
    }
    return WriteResult.DONE;
  }

  private WriteResult update(
      ShardFence token, WorkflowKey changed, long expected, HistoryTask task) {
    stores
        .executions()
        .update(
            new UpdateExecution(
                token,
                UUID.randomUUID(),
                CurrentHandling.UPDATE_CURRENT,
                new ExecutionMutation(changed, expected, Infos.running("changed"), List.of(task)),
                Optional.empty(),
                List.of()));
    return WriteResult.DONE;
  }
}
