// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.audit;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The history of one run as the API returned it.
 *
 * @param workflowId the workflow
 * @param runId the run
 * @param events its events in the order they were returned
 */
public record RunHistory(String workflowId, String runId, List<HistoryEvent> events) {

  private static final Set<EventType> CLOSE =
      EnumSet.of(
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW);

  /** Copies the events. */
  public RunHistory {
    events = List.copyOf(events);
  }

  static boolean closes(HistoryEvent event) {
    return CLOSE.contains(event.getEventType());
  }

  /** The last event if it is a close event. */
  Optional<HistoryEvent> close() {
    return events.isEmpty()
        ? Optional.empty()
        : Optional.of(events.getLast()).filter(RunHistory::closes);
  }

  /** The run that continues this one, if one does. */
  Optional<String> next() {
    return close()
        .filter(HistoryEvent::hasWorkflowExecutionContinuedAsNewEventAttributes)
        .map(event -> event.getWorkflowExecutionContinuedAsNewEventAttributes())
        .map(attributes -> attributes.getNewExecutionRunId());
  }

  @Override
  public String toString() {
    return workflowId + "/" + runId;
  }
}
