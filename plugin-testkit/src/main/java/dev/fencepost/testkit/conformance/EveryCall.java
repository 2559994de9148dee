// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static dev.fencepost.testkit.internal.Infos.running;
import static dev.fencepost.testkit.internal.Samples.blob;

import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.cluster.Heartbeat;
import dev.fencepost.spi.cluster.MemberFilter;
import dev.fencepost.spi.execution.CurrentHandling;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.fence.TaskQueueFence;
import dev.fencepost.spi.history.AppendHistory;
import dev.fencepost.spi.history.DeleteBranch;
import dev.fencepost.spi.history.ForkHistory;
import dev.fencepost.spi.history.HistoryBranch;
import dev.fencepost.spi.history.ReadHistory;
import dev.fencepost.spi.history.TrimBranch;
import dev.fencepost.spi.shard.AcquireShard;
import dev.fencepost.spi.shard.CreateShard;
import dev.fencepost.spi.shard.UpdateShardState;
import dev.fencepost.spi.task.AddHistoryTasks;
import dev.fencepost.spi.task.ImmediateTaskRange;
import dev.fencepost.spi.task.ScheduledTaskRange;
import dev.fencepost.spi.task.TaskCategory;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueTask;
import dev.fencepost.spi.taskqueue.TaskQueueType;
import dev.fencepost.spi.visibility.VisibilityFilter;
import dev.fencepost.testkit.internal.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** One call of every method of every store, by name. */
final class EveryCall {

  private static final PageRequest PAGE = PageRequest.first(10);
  private static final UUID ID = UUID.randomUUID();
  private static final ShardFence FENCE = new ShardFence(1, 1);

  private EveryCall() {}

  static Map<String, Consumer<Persistence>> byName() {
    Map<String, Consumer<Persistence>> calls = new LinkedHashMap<>();
    shardCalls(calls);
    namespaceCalls(calls);
    executionCalls(calls);
    historyCalls(calls);
    historyTaskCalls(calls);
    taskQueueCalls(calls);
    visibilityCalls(calls);
    clusterCalls(calls);
    return calls;
  }

  private static void shardCalls(Map<String, Consumer<Persistence>> calls) {
    calls.put(
        "shards.openOrCreate",
        stores -> stores.shards().openOrCreate(new CreateShard(1, blob("x"))));
    calls.put("shards.read", stores -> stores.shards().read(1));
    calls.put(
        "shards.acquire", stores -> stores.shards().acquire(new AcquireShard(FENCE, "owner", ID)));
    calls.put(
        "shards.updateState",
        stores -> stores.shards().updateState(new UpdateShardState(FENCE, blob("x"), ID)));
  }

  private static void namespaceCalls(Map<String, Consumer<Persistence>> calls) {
    calls.put(
        "namespaces.notificationVersion", stores -> stores.namespaces().notificationVersion());
    calls.put("namespaces.create", stores -> stores.namespaces().create(ID, "name", blob("x"), ID));
    calls.put("namespaces.read", stores -> stores.namespaces().read(ID));
    calls.put("namespaces.readByName", stores -> stores.namespaces().readByName("name"));
    calls.put("namespaces.update", stores -> stores.namespaces().update(ID, blob("x"), 1, ID));
    calls.put("namespaces.rename", stores -> stores.namespaces().rename(ID, "other", 1, ID));
    calls.put("namespaces.delete", stores -> stores.namespaces().delete(ID, ID));
    calls.put("namespaces.deleteByName", stores -> stores.namespaces().deleteByName("name", ID));
    calls.put("namespaces.list", stores -> stores.namespaces().list(PAGE));
  }

  private static void executionCalls(Map<String, Consumer<Persistence>> calls) {
    Workflow workflow = Workflow.in(FENCE);
    WorkflowKey run = workflow.newRun();
    calls.put(
        "executions.create",
        stores ->
            stores
                .executions()
                .create(workflow.create(ExecutionConformance.BRAND_NEW, run, running("x"))));
    calls.put(
        "executions.update",
        stores ->
            stores
                .executions()
                .update(workflow.update(CurrentHandling.UPDATE_CURRENT, run, 1, running("x"))));
    calls.put(
        "executions.conflictResolve",
        stores ->
            stores
                .executions()
                .conflictResolve(
                    workflow.resolve(
                        CurrentHandling.UPDATE_CURRENT,
                        Workflow.mutation(run, 1, running("x")),
                        Optional.empty(),
                        Optional.empty())));
    calls.put(
        "executions.set", stores -> stores.executions().set(workflow.set(run, 1, running("x"))));
    calls.put("executions.read", stores -> stores.executions().read(1, run));
    calls.put(
        "executions.readCurrent",
        stores ->
            stores.executions().readCurrent(1, workflow.namespaceId(), workflow.workflowId()));
    calls.put("executions.delete", stores -> stores.executions().delete(workflow.deletion(run)));
    calls.put(
        "executions.deleteCurrent",
        stores -> stores.executions().deleteCurrent(workflow.deletion(run)));
  }

  private static void historyCalls(Map<String, Consumer<Persistence>> calls) {
    Workflow workflow = Workflow.in(FENCE);
    WorkflowKey run = workflow.newRun();
    HistoryBranch branch = Workflow.branch(run);
    ReadHistory reading = new ReadHistory(1, branch, 1, 9, PAGE);
    calls.put(
        "history.append",
        stores ->
            stores
                .history()
                .append(new AppendHistory(FENCE, ID, List.of(Workflow.firstNode(run)))));
    calls.put("history.read", stores -> stores.history().read(reading));
    calls.put("history.readReverse", stores -> stores.history().readReverse(reading));
    calls.put(
        "history.fork",
        stores -> stores.history().fork(new ForkHistory(FENCE, ID, branch, 2, ID, "x")));
    calls.put(
        "history.deleteBranch",
        stores -> stores.history().deleteBranch(new DeleteBranch(FENCE, ID, branch)));
    calls.put(
        "history.trim", stores -> stores.history().trim(new TrimBranch(FENCE, ID, branch, 1, 10)));
    calls.put("history.branches", stores -> stores.history().branches(1, ID));
    calls.put("history.allBranches", stores -> stores.history().allBranches(PAGE));
  }

  private static void historyTaskCalls(Map<String, Consumer<Persistence>> calls) {
    ImmediateTaskRange immediate = new ImmediateTaskRange(1, TaskCategory.TRANSFER, 0, 9);
    ScheduledTaskRange scheduled =
        new ScheduledTaskRange(1, TaskCategory.TIMER, Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
    calls.put(
        "historyTasks.add",
        stores -> stores.historyTasks().add(new AddHistoryTasks(FENCE, ID, Workflow.newTasks())));
    calls.put(
        "historyTasks.readImmediate",
        stores -> stores.historyTasks().readImmediate(immediate, PAGE));
    calls.put(
        "historyTasks.readScheduled",
        stores -> stores.historyTasks().readScheduled(scheduled, PAGE));
    calls.put(
        "historyTasks.complete",
        stores -> stores.historyTasks().complete(FENCE, ID, Workflow.newTasks()));
    calls.put(
        "historyTasks.completeImmediate",
        stores -> stores.historyTasks().completeImmediate(FENCE, ID, immediate));
    calls.put(
        "historyTasks.completeScheduled",
        stores -> stores.historyTasks().completeScheduled(FENCE, ID, scheduled));
  }

  private static void taskQueueCalls(Map<String, Consumer<Persistence>> calls) {
    TaskQueueKey key = new TaskQueueKey(ID, "queue", TaskQueueType.WORKFLOW);
    TaskQueueFence lease = new TaskQueueFence(key, 1);
    List<TaskQueueTask> tasks = List.of(new TaskQueueTask(1, blob("x")));
    calls.put("taskQueues.create", stores -> stores.taskQueues().create(key, blob("x"), ID));
    calls.put("taskQueues.read", stores -> stores.taskQueues().read(key));
    calls.put("taskQueues.acquire", stores -> stores.taskQueues().acquire(lease, ID));
    calls.put(
        "taskQueues.updateState", stores -> stores.taskQueues().updateState(lease, blob("x"), ID));
    calls.put("taskQueues.delete", stores -> stores.taskQueues().delete(lease, ID));
    calls.put("taskQueues.list", stores -> stores.taskQueues().list(PAGE));
    calls.put("taskQueues.addTasks", stores -> stores.taskQueues().addTasks(lease, tasks, ID));
    calls.put("taskQueues.readTasks", stores -> stores.taskQueues().readTasks(key, 0, 9, PAGE));
    calls.put(
        "taskQueues.completeTasks", stores -> stores.taskQueues().completeTasks(lease, 9, 9, ID));
  }

  private static void visibilityCalls(Map<String, Consumer<Persistence>> calls) {
    VisibilitySamples samples = VisibilitySamples.newNamespace();
    VisibilityFilter filter = samples.all();
    calls.put(
        "visibility.upsert",
        stores -> stores.visibility().upsert(samples.open("x", VisibilitySamples.START)));
    calls.put("visibility.delete", stores -> stores.visibility().delete(ID, ID));
    calls.put("visibility.read", stores -> stores.visibility().read(ID, ID));
    calls.put("visibility.list", stores -> stores.visibility().list(filter, PAGE));
    calls.put("visibility.count", stores -> stores.visibility().count(filter));
    calls.put("visibility.countByStatus", stores -> stores.visibility().countByStatus(filter));
  }

  private static void clusterCalls(Map<String, Consumer<Persistence>> calls) {
    Heartbeat heartbeat = new Heartbeat(ID, "history", "h:1", Duration.ofHours(1));
    calls.put(
        "clusterMetadata.save", stores -> stores.clusterMetadata().save("name", blob("x"), 0, ID));
    calls.put("clusterMetadata.read", stores -> stores.clusterMetadata().read("name"));
    calls.put("clusterMetadata.list", stores -> stores.clusterMetadata().list(PAGE));
    calls.put("clusterMetadata.delete", stores -> stores.clusterMetadata().delete("name", ID));
    calls.put(
        "clusterMembership.heartbeat", stores -> stores.clusterMembership().heartbeat(heartbeat));
    calls.put(
        "clusterMembership.list",
        stores -> stores.clusterMembership().list(MemberFilter.alive(), PAGE));
    calls.put("clusterMembership.leave", stores -> stores.clusterMembership().leave(ID));
    calls.put("clusterMembership.prune", stores -> stores.clusterMembership().prune(1));
  }
}
