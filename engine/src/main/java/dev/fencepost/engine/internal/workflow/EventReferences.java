// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import io.temporal.api.history.v1.HistoryEvent;
import java.util.Map;
import java.util.OptionalLong;

/** How the events of an activity or a child refer to each other. */
final class EventReferences {

  private static final long NONE = 0;

  private EventReferences() {}

  static boolean closesActivityOrChild(HistoryEvent event) {
    return openerOfClose(event) != NONE;
  }

  /** The scheduled event of the activity that the event closes, 0 if it closes none. */
  static long closedActivity(HistoryEvent event) {
    return switch (event.getAttributesCase()) {
      case ACTIVITY_TASK_COMPLETED_EVENT_ATTRIBUTES ->
          event.getActivityTaskCompletedEventAttributes().getScheduledEventId();
      case ACTIVITY_TASK_FAILED_EVENT_ATTRIBUTES ->
          event.getActivityTaskFailedEventAttributes().getScheduledEventId();
      case ACTIVITY_TASK_CANCELED_EVENT_ATTRIBUTES ->
          event.getActivityTaskCanceledEventAttributes().getScheduledEventId();
      case ACTIVITY_TASK_TIMED_OUT_EVENT_ATTRIBUTES ->
          event.getActivityTaskTimedOutEventAttributes().getScheduledEventId();
      default -> NONE;
    };
  }

  /** The initiated event of the child that the event closes, 0 if it closes none. */
  static long closedChild(HistoryEvent event) {
    return switch (event.getAttributesCase()) {
      case CHILD_WORKFLOW_EXECUTION_COMPLETED_EVENT_ATTRIBUTES ->
          event.getChildWorkflowExecutionCompletedEventAttributes().getInitiatedEventId();
      case CHILD_WORKFLOW_EXECUTION_FAILED_EVENT_ATTRIBUTES ->
          event.getChildWorkflowExecutionFailedEventAttributes().getInitiatedEventId();
      case CHILD_WORKFLOW_EXECUTION_CANCELED_EVENT_ATTRIBUTES ->
          event.getChildWorkflowExecutionCanceledEventAttributes().getInitiatedEventId();
      case CHILD_WORKFLOW_EXECUTION_TIMED_OUT_EVENT_ATTRIBUTES ->
          event.getChildWorkflowExecutionTimedOutEventAttributes().getInitiatedEventId();
      case CHILD_WORKFLOW_EXECUTION_TERMINATED_EVENT_ATTRIBUTES ->
          event.getChildWorkflowExecutionTerminatedEventAttributes().getInitiatedEventId();
      default -> NONE;
    };
  }

  private static long openerOfClose(HistoryEvent event) {
    long activity = closedActivity(event);
    return activity != NONE ? activity : closedChild(event);
  }

  /** The scheduled or initiated event of the activity or child whose start the event is. */
  static OptionalLong openerOfStart(HistoryEvent event) {
    return switch (event.getAttributesCase()) {
      case ACTIVITY_TASK_STARTED_EVENT_ATTRIBUTES ->
          OptionalLong.of(event.getActivityTaskStartedEventAttributes().getScheduledEventId());
      case CHILD_WORKFLOW_EXECUTION_STARTED_EVENT_ATTRIBUTES ->
          OptionalLong.of(
              event.getChildWorkflowExecutionStartedEventAttributes().getInitiatedEventId());
      default -> OptionalLong.empty();
    };
  }

  /**
   * The event with its started event filled in, if it closes an activity or child of the map.
   *
   * @param startedEvents started events by scheduled or initiated event
   */
  static HistoryEvent withStartedEvent(HistoryEvent event, Map<Long, Long> startedEvents) {
    Long started = startedEvents.get(openerOfClose(event));
    if (started == null) {
      return event;
    }
    HistoryEvent.Builder builder = event.toBuilder();
    switch (event.getAttributesCase()) {
      case ACTIVITY_TASK_COMPLETED_EVENT_ATTRIBUTES ->
          builder.getActivityTaskCompletedEventAttributesBuilder().setStartedEventId(started);
      case ACTIVITY_TASK_FAILED_EVENT_ATTRIBUTES ->
          builder.getActivityTaskFailedEventAttributesBuilder().setStartedEventId(started);
      case ACTIVITY_TASK_CANCELED_EVENT_ATTRIBUTES ->
          builder.getActivityTaskCanceledEventAttributesBuilder().setStartedEventId(started);
      case ACTIVITY_TASK_TIMED_OUT_EVENT_ATTRIBUTES ->
          builder.getActivityTaskTimedOutEventAttributesBuilder().setStartedEventId(started);
      case CHILD_WORKFLOW_EXECUTION_COMPLETED_EVENT_ATTRIBUTES ->
          builder
              .getChildWorkflowExecutionCompletedEventAttributesBuilder()
              .setStartedEventId(started);
      case CHILD_WORKFLOW_EXECUTION_FAILED_EVENT_ATTRIBUTES ->
          builder
              .getChildWorkflowExecutionFailedEventAttributesBuilder()
              .setStartedEventId(started);
      case CHILD_WORKFLOW_EXECUTION_CANCELED_EVENT_ATTRIBUTES ->
          builder
              .getChildWorkflowExecutionCanceledEventAttributesBuilder()
              .setStartedEventId(started);
      case CHILD_WORKFLOW_EXECUTION_TIMED_OUT_EVENT_ATTRIBUTES ->
          builder
              .getChildWorkflowExecutionTimedOutEventAttributesBuilder()
              .setStartedEventId(started);
      case CHILD_WORKFLOW_EXECUTION_TERMINATED_EVENT_ATTRIBUTES ->
          builder
              .getChildWorkflowExecutionTerminatedEventAttributesBuilder()
              .setStartedEventId(started);
      default -> throw new IllegalStateException("event closes nothing: " + event.getEventType());
    }
    return builder.build();
  }
}
