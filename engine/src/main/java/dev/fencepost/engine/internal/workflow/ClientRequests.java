// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.internal.workflow.Rejection.Reason;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.RequestIdInfo;
import dev.fencepost.engine.v1.RunState;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionCancelRequestedEventAttributes;
import io.temporal.api.history.v1.WorkflowExecutionOptionsUpdatedEventAttributes;
import io.temporal.api.history.v1.WorkflowExecutionSignaledEventAttributes;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import java.util.List;

/** What clients and other workflows ask of an open run. */
final class ClientRequests {

  /** A signal is repeated soon or never, and what is remembered is stored with each change. */
  private static final int REMEMBERED_SIGNALS = 1_000;

  private final Draft draft;

  ClientRequests(Draft draft) {
    this.draft = draft;
  }

  /** Whether a signal has been received before. */
  boolean hasSignal(String requestId) {
    return !requestId.isEmpty() && draft.state().containsSignalRequestIds(requestId);
  }

  void signal(SignalRequest request) {
    record(request);
    new WorkflowTaskMachine(draft).scheduleForEvent();
  }

  /** Schedules the first workflow task now if only its starter's wish holds it back. */
  void endStartDelay() {
    MutableState.Builder state = draft.state();
    boolean delayed =
        state.getState() == RunState.RUN_STATE_CREATED
            && state.getCronSchedule().isEmpty()
            && state.getContinuedRunId().isEmpty();
    if (delayed) {
      new WorkflowTaskMachine(draft).schedule();
    }
  }

  /** Records a signal; the caller sees to the workflow task. */
  void record(SignalRequest request) {
    MutableState.Builder state = draft.state();
    if (state.getSignalCount() >= draft.context().limits().signals()) {
      throw new Rejection(
          Reason.LIMIT_EXCEEDED, "Exceeded workflow execution limit for signal events.");
    }
    if (state.getCloseAttempted() && draft.isWorkflowTaskStarted()) {
      throw new Rejection(
          Reason.WORKFLOW_CLOSING, "Workflow operation can not be applied: it is closing.");
    }
    state.setSignalCount(state.getSignalCount() + 1);
    if (!request.requestId().isEmpty()) {
      remember(request.requestId());
    }
    WorkflowExecutionSignaledEventAttributes.Builder attributes =
        WorkflowExecutionSignaledEventAttributes.newBuilder()
            .setSignalName(request.name())
            .setRequestId(request.requestId())
            .setIdentity(request.identity());
    if (request.input().getPayloadsCount() > 0) {
      attributes.setInput(request.input());
    }
    if (request.header().getFieldsCount() > 0) {
      attributes.setHeader(request.header());
    }
    request
        .origin()
        .ifPresent(origin -> attributes.setExternalWorkflowExecution(origin.execution()));
    draft.buffer(
        draft
            .event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
            .addAllLinks(request.links())
            .setWorkflowExecutionSignaledEventAttributes(attributes));
  }

  private void remember(String signalRequestId) {
    MutableState.Builder state = draft.state();
    long number = state.getSignalCount();
    state.putSignalRequestIds(signalRequestId, number);
    if (state.getSignalRequestIdsCount() > REMEMBERED_SIGNALS) {
      List.copyOf(state.getSignalRequestIdsMap().entrySet()).stream()
          .filter(known -> known.getValue() <= number - REMEMBERED_SIGNALS)
          .forEach(old -> state.removeSignalRequestIds(old.getKey()));
    }
  }

  /** A run that waits for its first workflow task gets it now, to hear of its cancellation. */
  void requestCancel(CancelRequest request) {
    MutableState.Builder state = draft.state();
    if (state.getCancelRequested()) {
      return;
    }
    state.setCancelRequested(true).setCancelRequestId(request.requestId());
    WorkflowExecutionCancelRequestedEventAttributes.Builder attributes =
        WorkflowExecutionCancelRequestedEventAttributes.newBuilder()
            .setCause(request.cause())
            .setIdentity(request.identity());
    request
        .origin()
        .ifPresent(
            origin ->
                attributes
                    .setExternalInitiatedEventId(origin.initiatedEventId())
                    .setExternalWorkflowExecution(origin.execution()));
    draft.buffer(
        draft
            .event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED)
            .addAllLinks(request.links())
            .setWorkflowExecutionCancelRequestedEventAttributes(attributes));
    new WorkflowTaskMachine(draft).schedule();
  }

  void attach(StartWorkflowExecutionRequest request) {
    MutableState.Builder state = draft.state();
    if (state.containsRequestIds(request.getRequestId())) {
      return;
    }
    state.putRequestIds(
        request.getRequestId(),
        RequestIdInfo.newBuilder()
            .setEventType(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED)
            .build());
    HistoryEvent.Builder event =
        draft
            .event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED)
            .setWorkerMayIgnore(true);
    if (request.getOnConflictOptions().getAttachLinks()) {
      event.addAllLinks(request.getLinksList());
    }
    draft.buffer(
        event.setWorkflowExecutionOptionsUpdatedEventAttributes(
            WorkflowExecutionOptionsUpdatedEventAttributes.newBuilder()
                .setAttachedRequestId(request.getRequestId())));
  }
}
