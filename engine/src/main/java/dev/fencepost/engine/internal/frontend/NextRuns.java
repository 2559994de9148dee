// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.HistoryEventFilterType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionContinuedAsNewEventAttributes;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;

/**
 * Leads clients that wait for a result on to the next run. Some, the Java SDK among them, follow
 * only a run that continued as new; to them a close event that names another next run, made by a
 * retry policy or a cron schedule, is shown as if it had. Temporal's server does the same.
 */
final class NextRuns {

  private NextRuns() {}

  static GetWorkflowExecutionHistoryResponse shown(
      GetWorkflowExecutionHistoryRequest request, GetWorkflowExecutionHistoryResponse response) {
    if (request.getHistoryEventFilterType()
            != HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT
        || response.getHistory().getEventsCount() == 0
        || ClientFeatures.followsNextRun()) {
      return response;
    }
    int last = response.getHistory().getEventsCount() - 1;
    HistoryEvent event = response.getHistory().getEvents(last);
    String nextRunId = nextRunId(event);
    if (nextRunId.isEmpty()) {
      return response;
    }
    GetWorkflowExecutionHistoryResponse.Builder shown = response.toBuilder();
    shown.getHistoryBuilder().setEvents(last, continuedAsNew(event, nextRunId));
    return shown.build();
  }

  private static String nextRunId(HistoryEvent event) {
    return switch (event.getAttributesCase()) {
      case WORKFLOW_EXECUTION_COMPLETED_EVENT_ATTRIBUTES ->
          event.getWorkflowExecutionCompletedEventAttributes().getNewExecutionRunId();
      case WORKFLOW_EXECUTION_FAILED_EVENT_ATTRIBUTES ->
          event.getWorkflowExecutionFailedEventAttributes().getNewExecutionRunId();
      case WORKFLOW_EXECUTION_TIMED_OUT_EVENT_ATTRIBUTES ->
          event.getWorkflowExecutionTimedOutEventAttributes().getNewExecutionRunId();
      default -> "";
    };
  }

  private static HistoryEvent continuedAsNew(HistoryEvent event, String nextRunId) {
    return event.toBuilder()
        .setEventType(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW)
        .setWorkflowExecutionContinuedAsNewEventAttributes(
            WorkflowExecutionContinuedAsNewEventAttributes.newBuilder()
                .setNewExecutionRunId(nextRunId))
        .build();
  }
}
