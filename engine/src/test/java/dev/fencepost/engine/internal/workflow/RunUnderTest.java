// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.engine.v1.ActivityInfo;
import dev.fencepost.engine.v1.ActivityTaskToken;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.TimerTask;
import dev.fencepost.engine.v1.TransferTask;
import dev.fencepost.engine.v1.VisibilityTask;
import dev.fencepost.engine.v1.WorkflowTaskInfo;
import dev.fencepost.engine.v1.WorkflowTaskToken;
import io.temporal.api.command.v1.Command;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One run with a clock, its stored history and its due tasks: what the history service does around
 * the machine, in memory. After every transition it checks what must always hold of a run.
 */
final class RunUnderTest {

  static final String WORKER = "worker";

  private final Ids ids;
  private final WorkflowLimits limits;
  private final List<HistoryEvent> history = new ArrayList<>();
  private final List<TransferTask> transferTasks = new ArrayList<>();
  private final List<ScheduledTimer> timers = new ArrayList<>();
  private final List<TimerTask.ActivityRetry> retries = new ArrayList<>();
  private final List<VisibilityTask> visibilityTasks = new ArrayList<>();
  private Instant now;
  private MutableState state = MutableState.getDefaultInstance();
  private Optional<RunUnderTest> continuation = Optional.empty();

  private RunUnderTest(Ids ids, WorkflowLimits limits, Instant now) {
    this.ids = ids;
    this.limits = limits;
    this.now = now;
  }

  static RunUnderTest start(StartWorkflowExecutionRequest request) {
    return start(request, WorkflowLimits.DEFAULTS);
  }

  static RunUnderTest start(StartWorkflowExecutionRequest request, WorkflowLimits limits) {
    return create(limits, (ids, context) -> WorkflowRun.start(ids.start(request), context));
  }

  static RunUnderTest signalWithStart(StartWorkflowExecutionRequest request, SignalRequest signal) {
    return create(
        WorkflowLimits.DEFAULTS,
        (ids, context) -> WorkflowRun.signalWithStart(ids.start(request), signal, context));
  }

  private static RunUnderTest create(WorkflowLimits limits, Creation creation) {
    RunUnderTest run = new RunUnderTest(new Ids(), limits, Requests.START_TIME);
    run.absorb(creation.create(run.ids, run.context()).finish());
    return run;
  }

  private interface Creation {
    WorkflowRun create(Ids ids, TransitionContext context);
  }

  TransitionContext context() {
    return new TransitionContext(
        now,
        Requests.NAMESPACE,
        name -> name.equals("other") ? Optional.of("other-id") : Optional.empty(),
        attributes ->
            attributes.containsIndexedFields("Unknown")
                ? Optional.of("Unknown is no search attribute")
                : Optional.empty(),
        ids::nextTaskId,
        ids::nextUuid,
        (eventId, batchId) -> history.get(Math.toIntExact(eventId - 1)),
        limits);
  }

  /** Does one operation and keeps what comes of it. */
  Transition apply(Consumer<WorkflowRun> operation) {
    WorkflowRun run = WorkflowRun.load(state, context());
    operation.accept(run);
    Transition transition = run.finish();
    absorb(transition);
    return transition;
  }

  /** Does one operation, keeps what comes of it, and returns its answer. */
  <T> T call(Function<WorkflowRun, T> operation) {
    WorkflowRun run = WorkflowRun.load(state, context());
    T answer = operation.apply(run);
    absorb(run.finish());
    return answer;
  }

  private void absorb(Transition transition) {
    for (EventBatch batch : transition.batches()) {
      assertThat(batch.firstEventId()).isEqualTo(history.size() + 1L);
      history.addAll(batch.events());
    }
    state = transition.state();
    transferTasks.addAll(transition.transferTasks());
    for (ScheduledTimer timer : transition.timers()) {
      timers.add(timer);
      if (timer.task().hasActivityRetry()) {
        retries.add(timer.task().getActivityRetry());
      }
    }
    visibilityTasks.addAll(transition.visibilityTasks());
    transition
        .newRun()
        .ifPresent(
            next -> {
              assertThat(continuation).isEmpty();
              RunUnderTest run = new RunUnderTest(ids, limits, now);
              run.absorb(next);
              continuation = Optional.of(run);
            });
    Invariants.check(this);
  }

  // What workers do.

  StartedWorkflowTask startWorkflowTask() {
    WorkflowTaskInfo task = state.getWorkflowTask();
    return call(
        run ->
            run.startWorkflowTask(
                new WorkflowTaskPoll(
                    task.getScheduledEventId(),
                    "poll-" + ids.nextTaskId(),
                    task.getTaskQueue(),
                    WORKER)));
  }

  WorkflowTaskToken workflowTaskToken() {
    WorkflowTaskInfo task = state.getWorkflowTask();
    return WorkflowTaskToken.newBuilder()
        .setScheduledEventId(task.getScheduledEventId())
        .setStartedEventId(task.getStartedEventId())
        .setAttempt(task.getAttempt())
        .setStartedTime(task.getStartedTime())
        .build();
  }

  WorkflowTaskOutcome completeWorkflowTask(Command... commands) {
    return completeWorkflowTask(
        RespondWorkflowTaskCompletedRequest.newBuilder().addAllCommands(Arrays.asList(commands)));
  }

  WorkflowTaskOutcome completeWorkflowTask(RespondWorkflowTaskCompletedRequest.Builder request) {
    return call(
        run -> run.completeWorkflowTask(workflowTaskToken(), request.setIdentity(WORKER).build()));
  }

  /** Takes the pending workflow task and answers it. */
  WorkflowTaskOutcome work(Command... commands) {
    startWorkflowTask();
    return completeWorkflowTask(commands);
  }

  ActivityInfo activity(String activityId) {
    return state.getActivitiesMap().values().stream()
        .filter(candidate -> candidate.getActivityId().equals(activityId))
        .findFirst()
        .orElseThrow();
  }

  StartedActivityTask startActivity(String activityId) {
    ActivityInfo activity = activity(activityId);
    return call(
        run ->
            run.startActivity(
                new ActivityPoll(
                    activity.getScheduledEventId(),
                    activity.getAttempt(),
                    "poll-" + ids.nextTaskId(),
                    WORKER)));
  }

  ActivityTaskToken activityToken(String activityId) {
    ActivityInfo activity = activity(activityId);
    return ActivityTaskToken.newBuilder()
        .setScheduledEventId(activity.getScheduledEventId())
        .setAttempt(activity.getAttempt())
        .setActivityId(activityId)
        .build();
  }

  // What the clock does.

  void advance(Duration duration) {
    now = now.plus(duration);
  }

  /** Moves the clock on and fires what falls due on the way, each timer at its time. */
  void runTimers(Duration duration) {
    Instant end = now.plus(duration);
    Optional<ScheduledTimer> next = nextTimer(end);
    while (next.isPresent()) {
      timers.remove(next.get());
      now = next.get().fireTime().isAfter(now) ? next.get().fireTime() : now;
      fire(next.get());
      next = nextTimer(end);
    }
    now = end;
  }

  private Optional<ScheduledTimer> nextTimer(Instant end) {
    return timers.stream()
        .filter(timer -> !timer.fireTime().isAfter(end))
        .min(Comparator.comparing(ScheduledTimer::fireTime));
  }

  private void fire(ScheduledTimer timer) {
    TimerTask task = timer.task();
    if (task.hasActivityRetry() || task.hasDeleteHistory()) {
      return;
    }
    apply(run -> run.fire(task, timer.fireTime()));
  }

  // What has come of it.

  Instant now() {
    return now;
  }

  MutableState state() {
    return state;
  }

  List<HistoryEvent> history() {
    return history;
  }

  /** The history and what waits to be written. */
  Stream<HistoryEvent> allEvents() {
    return Stream.concat(history.stream(), state.getBufferedEventsList().stream());
  }

  List<EventType> eventTypes() {
    return history.stream().map(HistoryEvent::getEventType).toList();
  }

  HistoryEvent lastEvent() {
    return history.get(history.size() - 1);
  }

  /** The only event of a type. */
  HistoryEvent event(EventType type) {
    List<HistoryEvent> found =
        history.stream().filter(event -> event.getEventType() == type).toList();
    assertThat(found).as("events of type %s", type).hasSize(1);
    return requireNonNull(found.get(0));
  }

  List<TransferTask> transferTasks() {
    return transferTasks;
  }

  /** Retries of activities, due or not. */
  List<TimerTask.ActivityRetry> retries() {
    return retries;
  }

  /** Timers that have not fired. */
  List<ScheduledTimer> timers() {
    return timers;
  }

  List<VisibilityTask.Kind> visibilityKinds() {
    return visibilityTasks.stream().map(VisibilityTask::getKind).toList();
  }

  RunUnderTest continuation() {
    return continuation.orElseThrow();
  }

  boolean hasContinuation() {
    return continuation.isPresent();
  }
}
