// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.fencepost.engine.internal.cluster.Ownership;
import dev.fencepost.engine.internal.history.HistoryService;
import dev.fencepost.engine.v1.AddActivityTaskRequest;
import dev.fencepost.engine.v1.AddTaskResponse;
import dev.fencepost.engine.v1.AddWorkflowTaskRequest;
import dev.fencepost.engine.v1.CancelPollsRequest;
import dev.fencepost.engine.v1.CancelPollsResponse;
import dev.fencepost.engine.v1.CompleteQueryRequest;
import dev.fencepost.engine.v1.CompleteQueryResponse;
import dev.fencepost.engine.v1.DispatchQueryRequest;
import dev.fencepost.engine.v1.DispatchQueryResponse;
import dev.fencepost.engine.v1.PollActivityTaskRequest;
import dev.fencepost.engine.v1.PollActivityTaskResponse;
import dev.fencepost.engine.v1.PollWorkflowTaskRequest;
import dev.fencepost.engine.v1.PollWorkflowTaskResponse;
import dev.fencepost.engine.v1.TaskQueueTask;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueStore;
import dev.fencepost.spi.taskqueue.TaskQueueType;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** The task queues this process owns. */
public final class LocalMatchingService implements MatchingService, AutoCloseable {

  private static final Duration LONG_POLL = Durations.fromSeconds(60);
  private static final AddTaskResponse ADDED = AddTaskResponse.getDefaultInstance();
  private static final AddTaskResponse STICKY_WORKER_UNAVAILABLE =
      AddTaskResponse.newBuilder().setStickyWorkerUnavailable(true).build();

  private final HistoryService history;
  private final InstantSource clock;
  private final MatchingMetrics metrics;
  private final OwnedTaskQueues taskQueues;
  private final OpenPolls polls = new OpenPolls();
  private final OpenQueries queries;

  private LocalMatchingService(
      HistoryService history,
      InstantSource clock,
      MatchingSettings settings,
      MatchingMetrics metrics,
      OwnedTaskQueues taskQueues) {
    this.history = history;
    this.clock = clock;
    this.metrics = metrics;
    this.taskQueues = taskQueues;
    this.queries = new OpenQueries(settings.queryAnswer());
  }

  /**
   * Starts serving the task queues that the ownership gives this process.
   *
   * @param history whom to ask whether a task may start: the owner of its execution, wherever it is
   */
  public static LocalMatchingService start(
      TaskQueueStore store,
      HistoryService history,
      Ownership ownership,
      MatchingSettings settings,
      MeterRegistry meters,
      InstantSource clock) {
    MatchingMetrics metrics = new MatchingMetrics(meters);
    OwnedTaskQueues taskQueues = new OwnedTaskQueues(store, ownership, settings, clock, metrics);
    LocalMatchingService service =
        new LocalMatchingService(history, clock, settings, metrics, taskQueues);
    taskQueues.startMaintenance(settings.maintenance(), service.polls::prune);
    return service;
  }

  @Override
  public AddTaskResponse addWorkflowTask(AddWorkflowTaskRequest request) {
    TaskQueueTask task =
        task(request.getScheduleToStartTimeout())
            .setNamespaceId(request.getNamespaceId())
            .setWorkflowId(request.getExecution().getWorkflowId())
            .setRunId(request.getExecution().getRunId())
            .setScheduledEventId(request.getScheduledEventId())
            .setAttempt(request.getAttempt())
            .build();
    return add(request.getNamespaceId(), request.getTaskQueue(), TaskQueueType.WORKFLOW, task);
  }

  @Override
  public AddTaskResponse addActivityTask(AddActivityTaskRequest request) {
    TaskQueueTask task =
        task(request.getScheduleToStartTimeout())
            .setNamespaceId(request.getNamespaceId())
            .setWorkflowId(request.getExecution().getWorkflowId())
            .setRunId(request.getExecution().getRunId())
            .setScheduledEventId(request.getScheduledEventId())
            .setAttempt(request.getAttempt())
            .build();
    return add(request.getNamespaceId(), request.getTaskQueue(), TaskQueueType.ACTIVITY, task);
  }

  private TaskQueueTask.Builder task(Duration scheduleToStart) {
    long now = clock.millis();
    TaskQueueTask.Builder task =
        TaskQueueTask.newBuilder().setCreateTime(Timestamps.fromMillis(now));
    if (Durations.isPositive(scheduleToStart)) {
      task.setExpiryTime(Timestamps.fromMillis(now + Durations.toMillis(scheduleToStart)));
    }
    return task;
  }

  private AddTaskResponse add(
      String namespaceId, TaskQueue taskQueue, TaskQueueType type, TaskQueueTask task) {
    TaskQueueOwner owner = taskQueues.owner(key(namespaceId, taskQueue.getName(), type));
    if (isSticky(taskQueue)) {
      owner.use().markSticky();
      if (!owner.use().hasRecentPoller()) {
        metrics.added(owner.key(), "sticky_unavailable");
        return STICKY_WORKER_UNAVAILABLE;
      }
    }
    return owner
        .use()
        .duringCall(
            () -> {
              owner.add(task);
              return ADDED;
            });
  }

  @Override
  public PollWorkflowTaskResponse pollWorkflowTaskQueue(PollWorkflowTaskRequest request) {
    PollWorkflowTaskQueueRequest poll = request.getRequest();
    Poller poller =
        new Poller(
            key(request.getNamespaceId(), poll.getTaskQueue().getName(), TaskQueueType.WORKFLOW),
            request.getPollerId(),
            poll.getWorkerInstanceKey(),
            poll.getIdentity());
    Duration wait = request.hasWaitAtMost() ? request.getWaitAtMost() : LONG_POLL;
    TaskQueueOwner owner = taskQueues.owner(poller.key());
    if (isSticky(poll.getTaskQueue())) {
      owner.use().markSticky();
    }
    PollWorkflowTaskResponse.Builder response = PollWorkflowTaskResponse.newBuilder();
    poll(owner, poller, wait, new WorkflowTaskStarter(history, poll))
        .map(found -> withBacklogHint(found, owner))
        .ifPresent(response::setResponse);
    return response.build();
  }

  private static PollWorkflowTaskQueueResponse withBacklogHint(
      PollWorkflowTaskQueueResponse response, TaskQueueOwner owner) {
    return response.toBuilder().setBacklogCountHint(owner.approximateBacklog()).build();
  }

  @Override
  public PollActivityTaskResponse pollActivityTaskQueue(PollActivityTaskRequest request) {
    PollActivityTaskQueueRequest poll = request.getRequest();
    Poller poller =
        new Poller(
            key(request.getNamespaceId(), poll.getTaskQueue().getName(), TaskQueueType.ACTIVITY),
            request.getPollerId(),
            poll.getWorkerInstanceKey(),
            poll.getIdentity());
    Duration wait = request.hasWaitAtMost() ? request.getWaitAtMost() : LONG_POLL;
    TaskQueueOwner owner = taskQueues.owner(poller.key());
    if (poll.getTaskQueueMetadata().hasMaxTasksPerSecond()) {
      owner.rate().limit(poll.getTaskQueueMetadata().getMaxTasksPerSecond().getValue());
    }
    PollActivityTaskResponse.Builder response = PollActivityTaskResponse.newBuilder();
    poll(owner, poller, wait, new ActivityTaskStarter(history, poll))
        .ifPresent(response::setResponse);
    return response.build();
  }

  private <R> Optional<R> poll(
      TaskQueueOwner owner, Poller poller, Duration wait, TaskStarter<R> starter) {
    long begin = System.nanoTime();
    Poll poll = new Poll(poller);
    polls.begin(poll, owner.matcher());
    try {
      long deadline = begin + Durations.toNanos(wait);
      Optional<R> found = owner.use().duringPoll(() -> owner.poll(poll, deadline, starter));
      metrics.polled(
          poller.key(),
          found.isPresent() ? "task" : "empty",
          java.time.Duration.ofNanos(System.nanoTime() - begin));
      return found;
    } finally {
      polls.end(poll);
    }
  }

  @Override
  public DispatchQueryResponse dispatchQuery(DispatchQueryRequest request) {
    TaskQueue taskQueue = request.getTaskQueue();
    TaskQueueOwner owner =
        taskQueues.owner(
            key(request.getNamespaceId(), taskQueue.getName(), TaskQueueType.WORKFLOW));
    if (isSticky(taskQueue)) {
      owner.use().markSticky();
    }
    java.time.Duration wait =
        java.time.Duration.ofNanos(Durations.toNanos(request.getWaitAtMost()));
    return owner.use().duringCall(() -> queries.dispatch(owner, request, wait));
  }

  @Override
  public CompleteQueryResponse respondQueryTaskCompleted(CompleteQueryRequest request) {
    queries.complete(request.getToken(), request.getRequest());
    return CompleteQueryResponse.getDefaultInstance();
  }

  @Override
  public CancelPollsResponse cancelPolls(CancelPollsRequest request) {
    if (request.getSticky()) {
      taskQueues
          .existing(key(request.getNamespaceId(), request.getTaskQueue(), TaskQueueType.WORKFLOW))
          .ifPresent(owner -> owner.use().forgetPollers());
    }
    polls.cancel(namespaceId(request.getNamespaceId()), request);
    return CancelPollsResponse.getDefaultInstance();
  }

  private static boolean isSticky(TaskQueue taskQueue) {
    return taskQueue.getKind() == TaskQueueKind.TASK_QUEUE_KIND_STICKY;
  }

  private static TaskQueueKey key(String namespaceId, String name, TaskQueueType type) {
    if (name.isEmpty()) {
      throw MatchingErrors.invalid("the task queue has no name; name one");
    }
    return new TaskQueueKey(namespaceId(namespaceId), name, type);
  }

  private static UUID namespaceId(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw MatchingErrors.invalid("namespace id " + text + " is no UUID");
    }
  }

  /** Polls under way answer that there is nothing to do, other calls that the task queue moved. */
  @Override
  public void close() {
    taskQueues.close();
  }
}
