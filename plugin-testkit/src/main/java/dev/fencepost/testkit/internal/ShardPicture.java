// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.internal;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.execution.CurrentExecution;
import dev.fencepost.spi.execution.Execution;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.history.BranchRecord;
import dev.fencepost.spi.history.HistoryBranch;
import dev.fencepost.spi.history.HistoryNode;
import dev.fencepost.spi.history.ReadHistory;
import dev.fencepost.spi.shard.Shard;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.ImmediateTaskRange;
import dev.fencepost.spi.task.ScheduledTask;
import dev.fencepost.spi.task.ScheduledTaskRange;
import dev.fencepost.spi.task.TaskCategory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Everything that can be seen in a shard of some runs of one workflow id: two equal pictures mean
 * that nothing was written in between.
 */
public record ShardPicture(
    Shard shard,
    List<Optional<Execution>> executions,
    Optional<CurrentExecution> current,
    List<ImmediateTask> immediateTasks,
    List<ScheduledTask> scheduledTasks,
    List<BranchRecord> branches,
    List<List<HistoryNode>> nodes) {

  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  public static ShardPicture of(Persistence stores, Workflow workflow, WorkflowKey... runs) {
    int shardId = workflow.fence().shardId();
    List<HistoryBranch> branches = Stream.of(runs).map(Workflow::branch).toList();
    return new ShardPicture(
        stores.shards().read(shardId),
        Stream.of(runs).map(run -> ifFound(() -> stores.executions().read(shardId, run))).toList(),
        ifFound(
            () ->
                stores
                    .executions()
                    .readCurrent(shardId, workflow.namespaceId(), workflow.workflowId())),
        immediateTasks(stores, shardId),
        scheduledTasks(stores, shardId),
        branches.stream()
            .flatMap(branch -> stores.history().branches(shardId, branch.treeId()).stream())
            .toList(),
        branches.stream().map(branch -> nodes(stores, shardId, branch)).toList());
  }

  /** The same picture without what two backends can't agree on: when a branch was made. */
  public ShardPicture withoutTimes() {
    return new ShardPicture(
        shard,
        executions,
        current,
        immediateTasks,
        scheduledTasks,
        branches.stream()
            .map(
                found ->
                    new BranchRecord(
                        found.shardId(), found.branch(), found.information(), EARLIEST))
            .toList(),
        nodes);
  }

  public static List<ImmediateTask> immediateTasks(Persistence stores, int shardId) {
    ImmediateTaskRange all =
        new ImmediateTaskRange(shardId, TaskCategory.TRANSFER, Long.MIN_VALUE, Long.MAX_VALUE);
    return Pages.all(1_000, page -> stores.historyTasks().readImmediate(all, page));
  }

  public static List<ScheduledTask> scheduledTasks(Persistence stores, int shardId) {
    ScheduledTaskRange all = new ScheduledTaskRange(shardId, TaskCategory.TIMER, EARLIEST, LATEST);
    return Pages.all(1_000, page -> stores.historyTasks().readScheduled(all, page));
  }

  /** The nodes of a branch that count; none if it has none. */
  public static List<HistoryNode> nodes(Persistence stores, int shardId, HistoryBranch branch) {
    return ifFound(
            () ->
                Pages.all(
                    1_000,
                    page ->
                        stores
                            .history()
                            .read(new ReadHistory(shardId, branch, 1, Long.MAX_VALUE, page))))
        .orElse(List.of());
  }

  public static <T> Optional<T> ifFound(Supplier<T> read) {
    try {
      return Optional.of(read.get());
    } catch (NotFound absent) {
      return Optional.empty();
    }
  }
}
