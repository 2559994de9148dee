// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import io.temporal.api.enums.v1.ContinueAsNewInitiator;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionContinuedAsNewEventAttributes;

/**
 * Leads those who wait for a workflow's result on to the run that continues the one they asked for.
 */
final class FollowedRuns {

  private FollowedRuns() {}

  /**
   * The close event as a waiting client gets it. SDKs go on with the next run only if the event
   * says continued as new; a run that is retried or rescheduled by cron closes with another one.
   */
  static HistoryEvent leadOn(HistoryEvent closeEvent) {
    return switch (closeEvent.getEventType()) {
      case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED ->
          leadOn(
              closeEvent,
              closeEvent.getWorkflowExecutionCompletedEventAttributes().getNewExecutionRunId(),
              ContinueAsNewInitiator.CONTINUE_AS_NEW_INITIATOR_CRON_SCHEDULE);
      case EVENT_TYPE_WORKFLOW_EXECUTION_FAILED ->
          leadOn(
              closeEvent,
              closeEvent.getWorkflowExecutionFailedEventAttributes().getNewExecutionRunId(),
              ContinueAsNewInitiator.CONTINUE_AS_NEW_INITIATOR_RETRY);
      case EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT ->
          leadOn(
              closeEvent,
              closeEvent.getWorkflowExecutionTimedOutEventAttributes().getNewExecutionRunId(),
              ContinueAsNewInitiator.CONTINUE_AS_NEW_INITIATOR_RETRY);
      default -> closeEvent;
    };
  }

  private static HistoryEvent leadOn(
      HistoryEvent closeEvent, String newRunId, ContinueAsNewInitiator initiator) {
    if (newRunId.isEmpty()) {
      return closeEvent;
    }
    return HistoryEvent.newBuilder()
        .setEventId(closeEvent.getEventId())
        .setEventTime(closeEvent.getEventTime())
        .setVersion(closeEvent.getVersion())
        .setTaskId(closeEvent.getTaskId())
        .setEventType(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW)
        .setWorkflowExecutionContinuedAsNewEventAttributes(
            WorkflowExecutionContinuedAsNewEventAttributes.newBuilder()
                .setNewExecutionRunId(newRunId)
                .setInitiator(initiator))
        .build();
  }
}
