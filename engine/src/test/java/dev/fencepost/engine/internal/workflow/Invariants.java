// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.RunState;
import dev.fencepost.engine.v1.WorkflowTaskInfo;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What holds of every run after every transition. */
final class Invariants {

  private static final Set<EventType> CLOSE_EVENTS =
      Set.of(
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW);

  private static final Set<EventType> WORKFLOW_TASK_ENDS =
      Set.of(
          EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
          EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
          EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT);

  /** Events the workflow has to see. */
  private static final Set<EventType> NEWS =
      Set.of(
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED,
          EventType.EVENT_TYPE_TIMER_FIRED,
          EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
          EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED,
          EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED,
          EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT,
          EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_FAILED,
          EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED,
          EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED,
          EventType.EVENT_TYPE_EXTERNAL_WORKFLOW_EXECUTION_SIGNALED,
          EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
          EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT);

  private Invariants() {}

  static boolean isCloseEvent(HistoryEvent event) {
    return CLOSE_EVENTS.contains(event.getEventType());
  }

  static void check(RunUnderTest run) {
    List<HistoryEvent> history = run.history();
    MutableState state = run.state();
    assertThat(
            IntStream.range(0, history.size())
                .allMatch(index -> history.get(index).getEventId() == index + 1L))
        .as("event ids are contiguous from 1")
        .isTrue();
    assertThat(state.getNextEventId()).isEqualTo(history.size() + 1L);
    assertThat(state.getHistorySizeBytes())
        .isEqualTo(history.stream().mapToLong(HistoryEvent::getSerializedSize).sum());
    checkWorkflowTasksAreUndisturbed(run);
    long closeEvents = history.stream().filter(Invariants::isCloseEvent).count();
    if (state.getState() == RunState.RUN_STATE_COMPLETED) {
      assertThat(closeEvents).as("close events").isEqualTo(1);
      assertThat(isCloseEvent(run.lastEvent())).as("the close event is the last").isTrue();
      assertThat(state.getCompletionEventId()).isEqualTo(run.lastEvent().getEventId());
      assertThat(state.hasWorkflowTask()).isFalse();
      assertThat(state.getBufferedEventsList()).isEmpty();
    } else {
      assertThat(closeEvents).as("close events").isZero();
      checkPending(run);
      checkNothingIsStuck(run);
    }
  }

  /** Nothing is written while a worker has a workflow task, so that replay sees what it saw. */
  private static void checkWorkflowTasksAreUndisturbed(RunUnderTest run) {
    List<HistoryEvent> history = run.history();
    for (int index = 0; index < history.size() - 1; index++) {
      if (history.get(index).getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED) {
        assertThat(WORKFLOW_TASK_ENDS)
            .as("what follows the start of a workflow task")
            .contains(history.get(index + 1).getEventType());
      }
    }
    WorkflowTaskInfo task = run.state().getWorkflowTask();
    if (task.getStartedEventId() != 0) {
      long lastEventId = run.state().getNextEventId() - 1;
      assertThat(task.getStartedEventId())
          .as("where a worker believes the history ends")
          .isEqualTo(task.getAttempt() > 1 ? lastEventId + 2 : lastEventId);
    }
  }

  /** What is pending is exactly what the history and the buffer have opened and not closed. */
  private static void checkPending(RunUnderTest run) {
    Set<Long> activities = new HashSet<>();
    Set<String> timers = new HashSet<>();
    Set<Long> children = new HashSet<>();
    run.allEvents().forEach(event -> track(event, activities, timers, children));
    assertThat(run.state().getActivitiesMap().keySet()).isEqualTo(activities);
    assertThat(run.state().getTimersMap().keySet()).isEqualTo(timers);
    assertThat(run.state().getChildrenMap().keySet()).isEqualTo(children);
  }

  private static void track(
      HistoryEvent event, Set<Long> activities, Set<String> timers, Set<Long> children) {
    boolean consistent =
        switch (event.getEventType()) {
          case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> activities.add(event.getEventId());
          case EVENT_TYPE_TIMER_STARTED ->
              timers.add(event.getTimerStartedEventAttributes().getTimerId());
          case EVENT_TYPE_TIMER_FIRED ->
              timers.remove(event.getTimerFiredEventAttributes().getTimerId());
          case EVENT_TYPE_TIMER_CANCELED ->
              timers.remove(event.getTimerCanceledEventAttributes().getTimerId());
          case EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED ->
              children.add(event.getEventId());
          case EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_FAILED ->
              children.remove(
                  event
                      .getStartChildWorkflowExecutionFailedEventAttributes()
                      .getInitiatedEventId());
          default -> trackClose(event, activities, children);
        };
    assertThat(consistent).as("%s fits its history", event.getEventType()).isTrue();
  }

  private static boolean trackClose(HistoryEvent event, Set<Long> activities, Set<Long> children) {
    if (!EventReferences.closesActivityOrChild(event)) {
      return true;
    }
    long activity = EventReferences.closedActivity(event);
    return activity != 0
        ? activities.remove(activity)
        : children.remove(EventReferences.closedChild(event));
  }

  /** Whatever the run waits for, a task or a worker stands for it. */
  private static void checkNothingIsStuck(RunUnderTest run) {
    MutableState state = run.state();
    boolean started = state.getWorkflowTask().getStartedEventId() != 0;
    if (started) {
      assertThat(run.timers().stream().anyMatch(timer -> endsWorkflowTask(state, timer)))
          .as("a timer ends the workflow task")
          .isTrue();
    } else {
      assertThat(state.getBufferedEventsList()).isEmpty();
    }
    if (state.hasWorkflowTask() && !started) {
      assertThat(
              run.transferTasks().stream()
                  .anyMatch(task -> Dispatch.of(state, task.getWorkflowTask()).isPresent()))
          .as("a task offers the workflow task")
          .isTrue();
    }
    if (!state.hasWorkflowTask() && state.getState() == RunState.RUN_STATE_RUNNING) {
      assertThat(
              run.history().stream()
                  .filter(event -> NEWS.contains(event.getEventType()))
                  .filter(
                      event ->
                          event.getEventId() > state.getLastCompletedWorkflowTaskStartedEventId()))
          .as("events no worker has seen or will see")
          .isEmpty();
    }
    checkTimers(run);
    checkActivities(run);
  }

  private static boolean endsWorkflowTask(MutableState state, ScheduledTimer timer) {
    return timer.task().getWorkflowTaskTimeout().getScheduledEventId()
            == state.getWorkflowTask().getScheduledEventId()
        && timer.task().getWorkflowTaskTimeout().getAttempt()
            == state.getWorkflowTask().getAttempt();
  }

  private static void checkTimers(RunUnderTest run) {
    MutableState state = run.state();
    state
        .getTimersMap()
        .values()
        .forEach(
            timer ->
                assertThat(Times.instant(timer.getExpiryTime()))
                    .isAfterOrEqualTo(Times.instant(state.getArmedUserTimer())));
    if (state.getTimersCount() > 0) {
      assertThat(
              run.timers().stream()
                  .filter(timer -> timer.task().hasUserTimer())
                  .map(ScheduledTimer::fireTime))
          .contains(Times.instant(state.getArmedUserTimer()));
    }
  }

  private static void checkActivities(RunUnderTest run) {
    MutableState state = run.state();
    Set<Long> offered = new HashSet<>();
    Stream.concat(
            run.transferTasks().stream()
                .flatMap(task -> Dispatch.of(state, task.getActivityTask()).stream()),
            run.retries().stream().flatMap(task -> Dispatch.of(state, task).stream()))
        .forEach(offer -> offered.add(offer.scheduledEventId()));
    state
        .getActivitiesMap()
        .values()
        .forEach(
            activity -> {
              assertThat(
                      activity.hasStartedTime() || offered.contains(activity.getScheduledEventId()))
                  .as("a worker has the activity or a task offers it")
                  .isTrue();
              ActivityDeadline.of(activity)
                  .ifPresent(
                      deadline ->
                          assertThat(deadline.time())
                              .isAfterOrEqualTo(Times.instant(state.getArmedActivityTimeout())));
            });
    if (state.hasArmedActivityTimeout()) {
      assertThat(
              run.timers().stream()
                  .filter(timer -> timer.task().hasActivityTimeout())
                  .map(ScheduledTimer::fireTime))
          .contains(Times.instant(state.getArmedActivityTimeout()));
    }
  }
}
