// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.internal.workflow.Rejection.Reason;
import dev.fencepost.engine.v1.ExternalCancelInfo;
import dev.fencepost.engine.v1.ExternalSignalInfo;
import io.temporal.api.enums.v1.CancelExternalWorkflowExecutionFailedCause;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.SignalExternalWorkflowExecutionFailedCause;
import io.temporal.api.history.v1.ExternalWorkflowExecutionCancelRequestedEventAttributes;
import io.temporal.api.history.v1.ExternalWorkflowExecutionSignaledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.RequestCancelExternalWorkflowExecutionFailedEventAttributes;
import io.temporal.api.history.v1.SignalExternalWorkflowExecutionFailedEventAttributes;

/** What has come of the signals and cancellations the run has sent to other workflows. */
final class ExternalWorkflowMachine {

  private final Draft draft;

  ExternalWorkflowMachine(Draft draft) {
    this.draft = draft;
  }

  void signaled(long initiatedEventId) {
    ExternalSignalInfo signal = removeSignal(initiatedEventId);
    record(
        draft
            .event(EventType.EVENT_TYPE_EXTERNAL_WORKFLOW_EXECUTION_SIGNALED)
            .setExternalWorkflowExecutionSignaledEventAttributes(
                ExternalWorkflowExecutionSignaledEventAttributes.newBuilder()
                    .setInitiatedEventId(initiatedEventId)
                    .setNamespace(signal.getNamespace())
                    .setNamespaceId(signal.getNamespaceId())
                    .setWorkflowExecution(signal.getExecution())));
  }

  void signalFailed(long initiatedEventId, SignalExternalWorkflowExecutionFailedCause cause) {
    ExternalSignalInfo signal = removeSignal(initiatedEventId);
    record(
        draft
            .event(EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED)
            .setSignalExternalWorkflowExecutionFailedEventAttributes(
                SignalExternalWorkflowExecutionFailedEventAttributes.newBuilder()
                    .setCause(cause)
                    .setInitiatedEventId(initiatedEventId)
                    .setNamespace(signal.getNamespace())
                    .setNamespaceId(signal.getNamespaceId())
                    .setWorkflowExecution(signal.getExecution())));
  }

  void cancelRequested(long initiatedEventId) {
    ExternalCancelInfo cancel = removeCancel(initiatedEventId);
    record(
        draft
            .event(EventType.EVENT_TYPE_EXTERNAL_WORKFLOW_EXECUTION_CANCEL_REQUESTED)
            .setExternalWorkflowExecutionCancelRequestedEventAttributes(
                ExternalWorkflowExecutionCancelRequestedEventAttributes.newBuilder()
                    .setInitiatedEventId(initiatedEventId)
                    .setNamespace(cancel.getNamespace())
                    .setNamespaceId(cancel.getNamespaceId())
                    .setWorkflowExecution(cancel.getExecution())));
  }

  void cancelFailed(long initiatedEventId, CancelExternalWorkflowExecutionFailedCause cause) {
    ExternalCancelInfo cancel = removeCancel(initiatedEventId);
    record(
        draft
            .event(EventType.EVENT_TYPE_REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_FAILED)
            .setRequestCancelExternalWorkflowExecutionFailedEventAttributes(
                RequestCancelExternalWorkflowExecutionFailedEventAttributes.newBuilder()
                    .setCause(cause)
                    .setInitiatedEventId(initiatedEventId)
                    .setNamespace(cancel.getNamespace())
                    .setNamespaceId(cancel.getNamespaceId())
                    .setWorkflowExecution(cancel.getExecution())));
  }

  private void record(HistoryEvent.Builder event) {
    draft.buffer(event);
    new WorkflowTaskMachine(draft).scheduleForEvent();
  }

  private ExternalSignalInfo removeSignal(long initiatedEventId) {
    ExternalSignalInfo signal = draft.externalSignals().remove(initiatedEventId);
    if (signal == null) {
      throw new Rejection(Reason.INITIATED_EVENT_NOT_FOUND, "Pending signal not found.");
    }
    return signal;
  }

  private ExternalCancelInfo removeCancel(long initiatedEventId) {
    ExternalCancelInfo cancel = draft.externalCancels().remove(initiatedEventId);
    if (cancel == null) {
      throw new Rejection(
          Reason.INITIATED_EVENT_NOT_FOUND, "Pending cancellation request not found.");
    }
    return cancel;
  }
}
