// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import com.google.protobuf.Timestamp;
import dev.fencepost.engine.v1.ActivityInfo;
import dev.fencepost.engine.v1.ChildInfo;
import dev.fencepost.engine.v1.ExternalCancelInfo;
import dev.fencepost.engine.v1.ExternalSignalInfo;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.RunState;
import dev.fencepost.engine.v1.TimerInfo;
import dev.fencepost.engine.v1.TimerTask;
import dev.fencepost.engine.v1.TransferTask;
import dev.fencepost.engine.v1.VisibilityTask;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.taskqueue.v1.TaskQueue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A transition in the making: the state as it changes, and what has come of it so far.
 *
 * <p>What is pending is kept in sorted maps, not in the protobuf builder, so that a transition that
 * adds many activities is linear and equal transitions give equal states.
 */
final class Draft {

  private final TransitionContext context;
  private final Optional<MutableState> previous;
  private final MutableState.Builder state;
  private final BufferedEvents buffered;
  private final Map<Long, ActivityInfo> activities;
  private final Map<String, TimerInfo> timers;
  private final Map<Long, ChildInfo> children;
  private final Map<Long, ExternalSignalInfo> externalSignals;
  private final Map<Long, ExternalCancelInfo> externalCancels;
  private final List<HistoryEvent> events = new ArrayList<>();
  private final List<TransferTask> transferTasks = new ArrayList<>();
  private final List<ScheduledTimer> timerTasks = new ArrayList<>();
  private final List<VisibilityTask> visibilityTasks = new ArrayList<>();
  private Optional<Transition> newRun = Optional.empty();

  private Draft(TransitionContext context, Optional<MutableState> previous, MutableState initial) {
    this.context = context;
    this.previous = previous;
    this.buffered = new BufferedEvents(initial.getBufferedEventsList());
    this.activities = new TreeMap<>(initial.getActivitiesMap());
    this.timers = new TreeMap<>(initial.getTimersMap());
    this.children = new TreeMap<>(initial.getChildrenMap());
    this.externalSignals = new TreeMap<>(initial.getExternalSignalsMap());
    this.externalCancels = new TreeMap<>(initial.getExternalCancelsMap());
    this.state =
        initial.toBuilder()
            .clearBufferedEvents()
            .clearActivities()
            .clearTimers()
            .clearChildren()
            .clearExternalSignals()
            .clearExternalCancels();
  }

  /** A transition of a persisted run. */
  static Draft of(MutableState state, TransitionContext context) {
    return new Draft(context, Optional.of(state), state);
  }

  /** The first transition of a run. */
  static Draft ofNewRun(MutableState initial, TransitionContext context) {
    return new Draft(context, Optional.empty(), initial);
  }

  /** Another draft as this one stands, which changes by itself from here. */
  Draft copy() {
    Draft copy = new Draft(context, previous, current());
    copy.events.addAll(events);
    copy.transferTasks.addAll(transferTasks);
    copy.timerTasks.addAll(timerTasks);
    copy.visibilityTasks.addAll(visibilityTasks);
    copy.newRun = newRun;
    return copy;
  }

  TransitionContext context() {
    return context;
  }

  MutableState.Builder state() {
    return state;
  }

  Map<Long, ActivityInfo> activities() {
    return activities;
  }

  Map<String, TimerInfo> timers() {
    return timers;
  }

  Map<Long, ChildInfo> children() {
    return children;
  }

  Map<Long, ExternalSignalInfo> externalSignals() {
    return externalSignals;
  }

  Map<Long, ExternalCancelInfo> externalCancels() {
    return externalCancels;
  }

  BufferedEvents buffered() {
    return buffered;
  }

  Instant now() {
    return context.now();
  }

  Timestamp timestamp() {
    return Times.timestamp(context.now());
  }

  boolean isRunning() {
    return state.getState() != RunState.RUN_STATE_COMPLETED;
  }

  /** Whether a workflow task is in a worker's hands. */
  boolean isWorkflowTaskStarted() {
    return state.hasWorkflowTask() && state.getWorkflowTask().getStartedEventId() != 0;
  }

  /** The first event of the batch this transition writes. */
  long batchId() {
    return events.isEmpty() ? state.getNextEventId() : events.get(0).getEventId();
  }

  /** An event to fill in and write or buffer. */
  HistoryEvent.Builder event(EventType type) {
    return HistoryEvent.newBuilder()
        .setEventType(type)
        .setEventTime(timestamp())
        .setVersion(state.getVersion());
  }

  /** Appends an event to the history at once: one that a workflow task or its commands cause. */
  HistoryEvent write(HistoryEvent.Builder event) {
    HistoryEvent written =
        event
            .setEventId(state.getNextEventId())
            .setTaskId(context.eventTaskIds().getAsLong())
            .build();
    events.add(written);
    state.setNextEventId(written.getEventId() + 1);
    state.setHistorySizeBytes(state.getHistorySizeBytes() + written.getSerializedSize());
    return written;
  }

  /**
   * Appends an event from outside: after the commands of this transition, or once the workflow task
   * in a worker's hands has ended.
   */
  void buffer(HistoryEvent.Builder event) {
    buffered.add(event.build());
  }

  /** Moves the buffered events to the history. No workflow task may be in a worker's hands. */
  void flushBufferedEvents() {
    for (HistoryEvent event : buffered.drain(state.getNextEventId())) {
      HistoryEvent written = write(event.toBuilder());
      rememberEventId(written);
    }
  }

  private void rememberEventId(HistoryEvent event) {
    if (event.getEventType() == EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED) {
      OptionalLong opener = EventReferences.openerOfStart(event);
      children.computeIfPresent(
          opener.getAsLong(),
          (id, child) -> child.toBuilder().setStartedEventId(event.getEventId()).build());
    } else if (event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED) {
      String requestId =
          event.getWorkflowExecutionOptionsUpdatedEventAttributes().getAttachedRequestId();
      if (state.containsRequestIds(requestId)) {
        state.putRequestIds(
            requestId,
            state.getRequestIdsOrThrow(requestId).toBuilder()
                .setEventId(event.getEventId())
                .build());
      }
    }
  }

  /** Adds a task of this run. */
  void transfer(TransferTask.Builder task) {
    transferTasks.add(
        task.setNamespaceId(state.getNamespaceId())
            .setWorkflowId(state.getWorkflowId())
            .setRunId(state.getRunId())
            .build());
  }

  /** Adds a timer of this run. */
  void timer(Instant fireTime, TimerTask.Builder task) {
    timerTasks.add(
        new ScheduledTimer(
            Times.fireTime(fireTime),
            task.setNamespaceId(state.getNamespaceId())
                .setWorkflowId(state.getWorkflowId())
                .setRunId(state.getRunId())
                .build()));
  }

  /** Adds a change of this run's visibility record, once of each kind. */
  void visibility(VisibilityTask.Kind kind) {
    VisibilityTask task =
        VisibilityTask.newBuilder()
            .setNamespaceId(state.getNamespaceId())
            .setWorkflowId(state.getWorkflowId())
            .setRunId(state.getRunId())
            .setKind(kind)
            .build();
    if (!visibilityTasks.contains(task)) {
      visibilityTasks.add(task);
    }
  }

  /** Sets the run that continues this one. */
  void continueWith(Transition run) {
    newRun = Optional.of(run);
  }

  /** The normal task queue. */
  TaskQueue normalTaskQueue() {
    return TaskQueue.newBuilder()
        .setName(state.getTaskQueue())
        .setKind(TaskQueueKind.TASK_QUEUE_KIND_NORMAL)
        .build();
  }

  /** The transition as it stands. */
  Transition finish() {
    MutableState current = current();
    boolean changed =
        !events.isEmpty()
            || !transferTasks.isEmpty()
            || !timerTasks.isEmpty()
            || !visibilityTasks.isEmpty()
            || newRun.isPresent()
            || !previous.equals(Optional.of(current));
    if (changed) {
      current = current.toBuilder().setTransitionCount(current.getTransitionCount() + 1).build();
    }
    List<EventBatch> batches = events.isEmpty() ? List.of() : List.of(new EventBatch(events));
    return new Transition(
        previous, current, batches, transferTasks, timerTasks, visibilityTasks, newRun);
  }

  private MutableState current() {
    return state.build().toBuilder()
        .addAllBufferedEvents(buffered.events())
        .putAllActivities(activities)
        .putAllTimers(timers)
        .putAllChildren(children)
        .putAllExternalSignals(externalSignals)
        .putAllExternalCancels(externalCancels)
        .build();
  }
}
