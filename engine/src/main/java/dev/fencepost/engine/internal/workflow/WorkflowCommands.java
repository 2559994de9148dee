// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.v1.ExternalCancelInfo;
import dev.fencepost.engine.v1.ExternalSignalInfo;
import dev.fencepost.engine.v1.TransferTask;
import io.temporal.api.command.v1.RequestCancelExternalWorkflowExecutionCommandAttributes;
import io.temporal.api.command.v1.SignalExternalWorkflowExecutionCommandAttributes;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.RequestCancelExternalWorkflowExecutionInitiatedEventAttributes;
import io.temporal.api.history.v1.SignalExternalWorkflowExecutionInitiatedEventAttributes;

/** Commands that signal or cancel other workflows. */
final class WorkflowCommands {

  private static final WorkflowTaskFailedCause BAD_SIGNAL =
      WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_SIGNAL_WORKFLOW_EXECUTION_ATTRIBUTES;
  private static final WorkflowTaskFailedCause BAD_CANCEL =
      WorkflowTaskFailedCause
          .WORKFLOW_TASK_FAILED_CAUSE_BAD_REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_ATTRIBUTES;

  private final CommandScope scope;
  private final Draft draft;
  private final Target target;

  WorkflowCommands(CommandScope scope) {
    this.scope = scope;
    this.draft = scope.draft();
    this.target = new Target(draft.context());
  }

  @SuppressWarnings("deprecation") // workflows of other namespaces can still be reached
  void signal(SignalExternalWorkflowExecutionCommandAttributes command) {
    WorkflowExecution execution = command.getExecution();
    scope.requireText(BAD_SIGNAL, "WorkflowId", execution.getWorkflowId());
    scope.requireText(BAD_SIGNAL, "SignalName", command.getSignalName());
    target.requireRunId(BAD_SIGNAL, execution.getRunId());
    scope.requireSize(BAD_SIGNAL, "Input", command.getInput().getSerializedSize());
    requireRoom(
        draft.externalSignals().size(),
        WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_PENDING_SIGNALS_LIMIT_EXCEEDED);
    String namespace = target.namespace(command.getNamespace());
    String namespaceId = target.namespaceId(command.getNamespace());
    SignalExternalWorkflowExecutionInitiatedEventAttributes.Builder attributes =
        SignalExternalWorkflowExecutionInitiatedEventAttributes.newBuilder()
            .setWorkflowTaskCompletedEventId(scope.completedEventId())
            .setNamespace(namespace)
            .setNamespaceId(namespaceId)
            .setWorkflowExecution(execution)
            .setSignalName(command.getSignalName())
            .setChildWorkflowOnly(command.getChildWorkflowOnly());
    if (command.hasInput()) {
      attributes.setInput(command.getInput());
    }
    if (command.hasHeader()) {
      attributes.setHeader(command.getHeader());
    }
    long batchId = draft.batchId();
    HistoryEvent event =
        draft.write(
            scope
                .event(EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED)
                .setSignalExternalWorkflowExecutionInitiatedEventAttributes(attributes));
    draft
        .externalSignals()
        .put(
            event.getEventId(),
            ExternalSignalInfo.newBuilder()
                .setInitiatedEventId(event.getEventId())
                .setInitiatedEventBatchId(batchId)
                .setRequestId(draft.context().randomIds().get().toString())
                .setNamespaceId(namespaceId)
                .setNamespace(namespace)
                .setExecution(execution)
                .setChildWorkflowOnly(command.getChildWorkflowOnly())
                .build());
    draft.transfer(
        TransferTask.newBuilder()
            .setSignalExternal(
                TransferTask.SignalExternal.newBuilder()
                    .setInitiatedEventId(event.getEventId())
                    .setTargetNamespaceId(namespaceId)
                    .setTargetWorkflowId(execution.getWorkflowId())
                    .setTargetRunId(execution.getRunId())
                    .setChildWorkflowOnly(command.getChildWorkflowOnly())));
  }

  @SuppressWarnings("deprecation") // workflows of other namespaces can still be reached
  void requestCancel(RequestCancelExternalWorkflowExecutionCommandAttributes command) {
    scope.requireText(BAD_CANCEL, "WorkflowId", command.getWorkflowId());
    target.requireRunId(BAD_CANCEL, command.getRunId());
    if (command.getChildWorkflowOnly()
        && command.getRunId().isEmpty()
        && scope.hasStartedChild(command.getWorkflowId())) {
      throw CommandFailure.of(
          BAD_CANCEL,
          "Start and RequestCancel for child workflow is not allowed in same workflow task."
              + " WorkflowId="
              + command.getWorkflowId());
    }
    requireRoom(
        draft.externalCancels().size(),
        WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_PENDING_REQUEST_CANCEL_LIMIT_EXCEEDED);
    String namespace = target.namespace(command.getNamespace());
    String namespaceId = target.namespaceId(command.getNamespace());
    WorkflowExecution execution =
        WorkflowExecution.newBuilder()
            .setWorkflowId(command.getWorkflowId())
            .setRunId(command.getRunId())
            .build();
    long batchId = draft.batchId();
    HistoryEvent event =
        draft.write(
            scope
                .event(EventType.EVENT_TYPE_REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED)
                .setRequestCancelExternalWorkflowExecutionInitiatedEventAttributes(
                    RequestCancelExternalWorkflowExecutionInitiatedEventAttributes.newBuilder()
                        .setWorkflowTaskCompletedEventId(scope.completedEventId())
                        .setNamespace(namespace)
                        .setNamespaceId(namespaceId)
                        .setWorkflowExecution(execution)
                        .setChildWorkflowOnly(command.getChildWorkflowOnly())
                        .setReason(command.getReason())));
    draft
        .externalCancels()
        .put(
            event.getEventId(),
            ExternalCancelInfo.newBuilder()
                .setInitiatedEventId(event.getEventId())
                .setInitiatedEventBatchId(batchId)
                .setRequestId(draft.context().randomIds().get().toString())
                .setNamespaceId(namespaceId)
                .setNamespace(namespace)
                .setExecution(execution)
                .setChildWorkflowOnly(command.getChildWorkflowOnly())
                .build());
    draft.transfer(
        TransferTask.newBuilder()
            .setCancelExternal(
                TransferTask.CancelExternal.newBuilder()
                    .setInitiatedEventId(event.getEventId())
                    .setTargetNamespaceId(namespaceId)
                    .setTargetWorkflowId(command.getWorkflowId())
                    .setTargetRunId(command.getRunId())
                    .setChildWorkflowOnly(command.getChildWorkflowOnly())));
  }

  private void requireRoom(int pending, WorkflowTaskFailedCause cause) {
    if (pending >= draft.context().limits().pendingExternalRequests()) {
      throw CommandFailure.of(
          cause, "the number of pending requests, " + pending + ", has reached the limit.");
    }
  }
}
