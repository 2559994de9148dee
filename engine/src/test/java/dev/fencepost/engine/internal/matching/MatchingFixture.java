// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import com.google.protobuf.util.Durations;
import dev.fencepost.engine.v1.AddActivityTaskRequest;
import dev.fencepost.engine.v1.AddTaskResponse;
import dev.fencepost.engine.v1.AddWorkflowTaskRequest;
import dev.fencepost.engine.v1.PollActivityTaskRequest;
import dev.fencepost.engine.v1.PollActivityTaskResponse;
import dev.fencepost.engine.v1.PollWorkflowTaskRequest;
import dev.fencepost.engine.v1.PollWorkflowTaskResponse;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.ConfigurationValue;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueStore;
import dev.fencepost.spi.taskqueue.TaskQueueTask;
import dev.fencepost.spi.taskqueue.TaskQueueType;
import dev.fencepost.testkit.memory.MemoryPlugin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Matching services on one database in memory, and the calls tests make. */
final class MatchingFixture implements AutoCloseable {

  static final UUID NAMESPACE = UUID.fromString("32049b68-7872-4094-8e63-d0dd59896a83");
  static final String QUEUE = "orders";
  static final String STICKY_QUEUE = "worker-7:sticky";
  static final TaskQueueKey ACTIVITIES = new TaskQueueKey(NAMESPACE, QUEUE, TaskQueueType.ACTIVITY);
  static final TaskQueueKey WORKFLOWS = new TaskQueueKey(NAMESPACE, QUEUE, TaskQueueType.WORKFLOW);

  final HistoryStandIn history = new HistoryStandIn();
  final TestOwnership ownership = new TestOwnership();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Persistence persistence = openMemory();
  private final List<LocalMatchingService> services = new ArrayList<>();
  final LocalMatchingService matching = anotherProcess(ownership);

  private static Persistence openMemory() {
    Configuration configuration =
        Configuration.of(
            "test",
            Map.of("database", new ConfigurationValue(UUID.randomUUID().toString(), "test")));
    PersistenceContext context = new PersistenceContext(new SimpleMeterRegistry(), "test");
    MemoryPlugin plugin = new MemoryPlugin();
    try (SchemaAdministration schema = plugin.openSchema(configuration, context)) {
      schema.setup();
    }
    return plugin.open(configuration, context);
  }

  static MatchingSettings settings() {
    return new MatchingSettings(
        Duration.ofSeconds(10),
        Duration.ofMinutes(5),
        Duration.ofMillis(50),
        Duration.ofMillis(20),
        Duration.ofSeconds(10),
        7,
        20,
        100,
        10,
        13);
  }

  LocalMatchingService anotherProcess(TestOwnership itsOwnership) {
    return anotherProcess(itsOwnership, settings());
  }

  LocalMatchingService anotherProcess(TestOwnership itsOwnership, MatchingSettings settings) {
    LocalMatchingService service =
        LocalMatchingService.start(
            store(), history, itsOwnership, settings, meters, InstantSource.system());
    services.add(service);
    return service;
  }

  TaskQueueStore store() {
    return persistence.taskQueues();
  }

  List<TaskQueueTask> stored(TaskQueueKey key) {
    Page<TaskQueueTask> page =
        store().readTasks(key, 0, Long.MAX_VALUE, PageRequest.first(100_000));
    return page.items();
  }

  AddTaskResponse addActivity(LocalMatchingService service, String workflowId) {
    return addActivity(service, workflowId, Duration.ZERO);
  }

  AddTaskResponse addActivity(
      LocalMatchingService service, String workflowId, Duration scheduleToStart) {
    return service.addActivityTask(
        AddActivityTaskRequest.newBuilder()
            .setNamespaceId(NAMESPACE.toString())
            .setTaskQueue(TaskQueue.newBuilder().setName(QUEUE))
            .setExecution(execution(workflowId))
            .setScheduledEventId(5)
            .setScheduleToStartTimeout(Durations.fromMillis(scheduleToStart.toMillis()))
            .setAttempt(1)
            .build());
  }

  AddTaskResponse addWorkflow(LocalMatchingService service, String workflowId, TaskQueue queue) {
    return service.addWorkflowTask(
        AddWorkflowTaskRequest.newBuilder()
            .setNamespaceId(NAMESPACE.toString())
            .setTaskQueue(queue)
            .setExecution(execution(workflowId))
            .setScheduledEventId(2)
            .setAttempt(1)
            .build());
  }

  private static WorkflowExecution.Builder execution(String workflowId) {
    return WorkflowExecution.newBuilder().setWorkflowId(workflowId).setRunId("run");
  }

  static TaskQueue sticky() {
    return TaskQueue.newBuilder()
        .setName(STICKY_QUEUE)
        .setKind(TaskQueueKind.TASK_QUEUE_KIND_STICKY)
        .setNormalName(QUEUE)
        .build();
  }

  static TaskQueue normal() {
    return TaskQueue.newBuilder().setName(QUEUE).build();
  }

  /** The workflow id of the task the poll got, empty if none. */
  String pollActivity(LocalMatchingService service, Duration wait, String pollerId) {
    return service
        .pollActivityTaskQueue(activityPoll(wait, pollerId))
        .getResponse()
        .getWorkflowExecution()
        .getWorkflowId();
  }

  PollActivityTaskRequest activityPoll(Duration wait, String pollerId) {
    return PollActivityTaskRequest.newBuilder()
        .setNamespaceId(NAMESPACE.toString())
        .setRequest(
            PollActivityTaskQueueRequest.newBuilder()
                .setTaskQueue(TaskQueue.newBuilder().setName(QUEUE))
                .setIdentity("worker")
                .setWorkerInstanceKey("instance"))
        .setWaitAtMost(Durations.fromMillis(wait.toMillis()))
        .setPollerId(pollerId)
        .build();
  }

  CompletableFuture<String> startActivityPoll(
      LocalMatchingService service, Duration wait, String pollerId) {
    return CompletableFuture.supplyAsync(() -> pollActivity(service, wait, pollerId), threads);
  }

  PollWorkflowTaskResponse pollWorkflow(
      LocalMatchingService service, TaskQueue queue, Duration wait) {
    return service.pollWorkflowTaskQueue(
        PollWorkflowTaskRequest.newBuilder()
            .setNamespaceId(NAMESPACE.toString())
            .setRequest(
                PollWorkflowTaskQueueRequest.newBuilder()
                    .setTaskQueue(queue)
                    .setIdentity("worker")
                    .setWorkerInstanceKey("instance"))
            .setWaitAtMost(Durations.fromMillis(wait.toMillis()))
            .setPollerId(UUID.randomUUID().toString())
            .build());
  }

  static PollActivityTaskResponse nothing() {
    return PollActivityTaskResponse.getDefaultInstance();
  }

  /** How many polls of the first service wait for a task. */
  int parkedPolls() {
    return (int) meters.get(MatchingMetric.PARKED_POLLS.meterName()).gauge().value();
  }

  @Override
  public void close() {
    services.forEach(LocalMatchingService::close);
    threads.close();
    persistence.close();
  }
}
