// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.execution.ConflictResolveExecution;
import dev.fencepost.spi.execution.CreateExecution;
import dev.fencepost.spi.execution.CreateMode;
import dev.fencepost.spi.execution.CurrentExecution;
import dev.fencepost.spi.execution.CurrentHandling;
import dev.fencepost.spi.execution.DeleteExecution;
import dev.fencepost.spi.execution.Execution;
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
import dev.fencepost.spi.shard.AcquireShard;
import dev.fencepost.spi.shard.CreateShard;
import dev.fencepost.spi.task.AddHistoryTasks;
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.ScheduledTask;
import dev.fencepost.spi.task.TaskCategory;
import dev.fencepost.testkit.internal.Infos;
import dev.fencepost.testkit.internal.Samples;
import dev.fencepost.testkit.internal.ShardPicture;
import dev.fencepost.testkit.internal.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** One workflow id with four runs in a shard of its own. */
final class ExecutionWorld implements World<ExecutionStep> {

  private static final HistoryTask TAKEN = immediateTask(1);

  private final int shardId;
  private final Workflow workflow;
  private final List<WorkflowKey> runs;

  ExecutionWorld(int shardId) {
    this.shardId = shardId;
    this.workflow = Workflow.in(new ShardFence(shardId, 1));
    this.runs = Stream.generate(workflow::newRun).limit(4).toList();
  }

  @Override
  public void prepare(Persistence stores) {
    stores.shards().openOrCreate(new CreateShard(shardId, Samples.blob("state")));
    stores
        .historyTasks()
        .add(new AddHistoryTasks(new ShardFence(shardId, 1), UUID.randomUUID(), List.of(TAKEN)));
  }

  @Override
  public Call call(ExecutionStep step, int number, Persistence reference) {
    return new Resolved(step, number, reference).call();
  }

  @Override
  public ShardPicture picture(Persistence stores) {
    return ShardPicture.of(stores, workflow, runs.toArray(WorkflowKey[]::new)).withoutTimes();
  }

  private static ImmediateTask immediateTask(long id) {
    return new ImmediateTask(TaskCategory.TRANSFER, id, Samples.blob("task " + id));
  }

  /** A step with everything it is relative to. */
  private final class Resolved {

    private final ExecutionStep step;
    private final int number;
    private final Persistence reference;
    private final WorkflowKey run;
    private final WorkflowKey other;
    private final ShardFence fence;
    private final UUID requestId = UUID.randomUUID();

    Resolved(ExecutionStep step, int number, Persistence reference) {
      this.step = step;
      this.number = number;
      this.reference = reference;
      this.run = runs.get(step.run());
      this.other = runs.get((step.run() + step.otherRun()) % runs.size());
      long actual = reference.shards().read(shardId).rangeId();
      this.fence = new ShardFence(shardId, Math.max(1, actual + step.fenceOffset()));
    }

    Call call() {
      return switch (step.operation()) {
        case CREATE_BRAND_NEW -> create(new CreateMode.BrandNew());
        case CREATE_REPLACING -> create(replacing());
        case CREATE_BYPASSING -> create(new CreateMode.BypassCurrent());
        case UPDATE_CURRENT -> update(CurrentHandling.UPDATE_CURRENT);
        case UPDATE_BYPASSING -> update(CurrentHandling.BYPASS_CURRENT);
        case UPDATE_IGNORING -> update(CurrentHandling.IGNORE_CURRENT);
        case RESOLVE_IN_PLACE -> resolve(CurrentHandling.UPDATE_CURRENT, Optional.empty());
        case RESOLVE_SUPPRESSING ->
            resolve(
                CurrentHandling.UPDATE_CURRENT,
                Optional.of(
                    new ExecutionMutation(
                        other, versionOf(other), Infos.zombie("by " + number), List.of())));
        case RESOLVE_BYPASSING -> resolve(CurrentHandling.BYPASS_CURRENT, Optional.empty());
        case SET -> set();
        case DELETE -> delete(stores -> stores.executions()::delete);
        case DELETE_CURRENT -> delete(stores -> stores.executions()::deleteCurrent);
        case TAKE_OVER -> takeOver();
      };
    }

    private Call create(CreateMode mode) {
      CreateExecution request =
          new CreateExecution(
              fence,
              requestId,
              mode,
              new ExecutionSnapshot(run, info(), tasks()),
              List.of(append(run)));
      return Call.answering(stores -> stores.executions().create(request));
    }

    private CreateMode replacing() {
      Optional<CurrentExecution> current =
          ShardPicture.ifFound(
              () ->
                  reference
                      .executions()
                      .readCurrent(shardId, workflow.namespaceId(), workflow.workflowId()));
      return new CreateMode.UpdateCurrent(
          current
              .filter(found -> step.versionOffset() >= 0)
              .map(CurrentExecution::runId)
              .orElse(other.runId()),
          Infos.VERSION + Math.max(0, step.versionOffset()));
    }

    private Call update(CurrentHandling handling) {
      UpdateExecution request =
          new UpdateExecution(
              fence, requestId, handling, mutation(), newRun(other), List.of(append(run)));
      return Call.silent(stores -> stores.executions().update(request));
    }

    private Call resolve(CurrentHandling handling, Optional<ExecutionMutation> suppressed) {
      WorkflowKey third = runs.get((step.run() + step.otherRun() % 3 + 1) % runs.size());
      ConflictResolveExecution request =
          new ConflictResolveExecution(
              fence,
              requestId,
              handling,
              mutation(),
              suppressed,
              newRun(third),
              List.of(append(run)));
      return Call.silent(stores -> stores.executions().conflictResolve(request));
    }

    private Call set() {
      SetExecution request = new SetExecution(fence, requestId, mutation());
      return Call.silent(stores -> stores.executions().set(request));
    }

    private interface Deletion {
      void delete(DeleteExecution request);
    }

    private Call delete(Function<Persistence, Deletion> deletion) {
      DeleteExecution request = new DeleteExecution(fence, requestId, run);
      return Call.silent(stores -> deletion.apply(stores).delete(request));
    }

    private Call takeOver() {
      AcquireShard request = new AcquireShard(fence, "owner " + number, requestId);
      return Call.answering(stores -> stores.shards().acquire(request));
    }

    private ExecutionMutation mutation() {
      long expected = Math.max(0, versionOf(run) + step.versionOffset());
      return new ExecutionMutation(run, expected, info(), tasks());
    }

    private Optional<ExecutionSnapshot> newRun(WorkflowKey key) {
      return step.withNewRun()
          ? Optional.of(
              new ExecutionSnapshot(
                  key, Infos.running("new by " + number), List.of(immediateTask(2L * number + 1))))
          : Optional.empty();
    }

    private long versionOf(WorkflowKey key) {
      return ShardPicture.ifFound(() -> reference.executions().read(shardId, key))
          .map(Execution::recordVersion)
          .orElse(1L);
    }

    private ExecutionInfo info() {
      String text = "by " + number;
      return switch (step.life()) {
        case RUNNING -> Infos.running(text, number + 1L);
        case CLOSED -> Infos.closed(text);
        case ZOMBIE -> Infos.zombie(text);
      };
    }

    private List<HistoryTask> tasks() {
      return switch (step.tasks()) {
        case NONE -> List.of();
        case NEW ->
            List.of(
                immediateTask(2L * number),
                new ScheduledTask(
                    TaskCategory.TIMER,
                    Instant.ofEpochSecond(number),
                    number,
                    Samples.blob("timer")));
        case TAKEN -> List.of(immediateTask(2L * number), TAKEN);
      };
    }

    private HistoryAppend append(WorkflowKey key) {
      HistoryBranch branch = Workflow.branch(key);
      List<HistoryNode> nodes = ShardPicture.nodes(reference, shardId, branch);
      long nodeId = nodes.isEmpty() ? 1 : nodes.getLast().nodeId() + 1;
      long previous = nodes.isEmpty() ? 0 : nodes.getLast().transactionId();
      return new HistoryAppend(
          branch,
          new HistoryNode(nodeId, 100L + number, previous, Samples.blob("events " + number)),
          Optional.of("of " + key.runId()));
    }
  }
}
