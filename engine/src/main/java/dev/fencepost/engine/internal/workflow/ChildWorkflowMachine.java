// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.internal.workflow.Rejection.Reason;
import dev.fencepost.engine.v1.ChildInfo;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.StartChildWorkflowExecutionFailedCause;
import io.temporal.api.history.v1.ChildWorkflowExecutionCanceledEventAttributes;
import io.temporal.api.history.v1.ChildWorkflowExecutionCompletedEventAttributes;
import io.temporal.api.history.v1.ChildWorkflowExecutionFailedEventAttributes;
import io.temporal.api.history.v1.ChildWorkflowExecutionStartedEventAttributes;
import io.temporal.api.history.v1.ChildWorkflowExecutionTerminatedEventAttributes;
import io.temporal.api.history.v1.ChildWorkflowExecutionTimedOutEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.StartChildWorkflowExecutionFailedEventAttributes;
import io.temporal.api.history.v1.WorkflowExecutionCanceledEventAttributes;
import io.temporal.api.history.v1.WorkflowExecutionCompletedEventAttributes;
import io.temporal.api.history.v1.WorkflowExecutionFailedEventAttributes;

/** What a parent hears of its children. */
final class ChildWorkflowMachine {

  private final Draft draft;

  ChildWorkflowMachine(Draft draft) {
    this.draft = draft;
  }

  void started(long initiatedEventId, WorkflowExecution execution) {
    ChildInfo child = require(initiatedEventId);
    if (!child.getRunId().isEmpty()) {
      throw new Rejection(
          Reason.INITIATED_EVENT_NOT_FOUND,
          "Child workflow " + child.getWorkflowId() + " has started already.");
    }
    recordStart(child, execution);
    new WorkflowTaskMachine(draft).scheduleForEvent();
  }

  private ChildInfo recordStart(ChildInfo child, WorkflowExecution execution) {
    ChildInfo started = child.toBuilder().setRunId(execution.getRunId()).build();
    draft.children().put(child.getInitiatedEventId(), started);
    draft.buffer(
        draft
            .event(EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED)
            .setChildWorkflowExecutionStartedEventAttributes(
                ChildWorkflowExecutionStartedEventAttributes.newBuilder()
                    .setNamespace(child.getNamespace())
                    .setNamespaceId(child.getNamespaceId())
                    .setInitiatedEventId(child.getInitiatedEventId())
                    .setWorkflowExecution(execution)
                    .setWorkflowType(type(child))));
    return started;
  }

  void startFailed(long initiatedEventId, StartChildWorkflowExecutionFailedCause cause) {
    ChildInfo child = require(initiatedEventId);
    draft.children().remove(initiatedEventId);
    draft.buffer(
        draft
            .event(EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_FAILED)
            .setStartChildWorkflowExecutionFailedEventAttributes(
                StartChildWorkflowExecutionFailedEventAttributes.newBuilder()
                    .setNamespace(child.getNamespace())
                    .setNamespaceId(child.getNamespaceId())
                    .setWorkflowId(child.getWorkflowId())
                    .setWorkflowType(type(child))
                    .setCause(cause)
                    .setInitiatedEventId(initiatedEventId)));
    new WorkflowTaskMachine(draft).scheduleForEvent();
  }

  void closed(long initiatedEventId, WorkflowExecution execution, HistoryEvent closeEvent) {
    ChildInfo child = require(initiatedEventId);
    if (!child.getWorkflowId().equals(execution.getWorkflowId())) {
      throw new Rejection(
          Reason.INITIATED_EVENT_NOT_FOUND,
          "Workflow " + execution.getWorkflowId() + " is not the child that was asked for.");
    }
    if (child.getRunId().isEmpty()) {
      child = recordStart(child, execution);
    }
    draft.buffer(closeEvent(child, execution, closeEvent));
    draft.children().remove(initiatedEventId);
    new WorkflowTaskMachine(draft).scheduleForEvent();
  }

  private HistoryEvent.Builder closeEvent(
      ChildInfo child, WorkflowExecution execution, HistoryEvent closeEvent) {
    return switch (closeEvent.getAttributesCase()) {
      case WORKFLOW_EXECUTION_COMPLETED_EVENT_ATTRIBUTES ->
          completed(child, execution, closeEvent.getWorkflowExecutionCompletedEventAttributes());
      case WORKFLOW_EXECUTION_FAILED_EVENT_ATTRIBUTES ->
          failed(child, execution, closeEvent.getWorkflowExecutionFailedEventAttributes());
      case WORKFLOW_EXECUTION_CANCELED_EVENT_ATTRIBUTES ->
          canceled(child, execution, closeEvent.getWorkflowExecutionCanceledEventAttributes());
      case WORKFLOW_EXECUTION_TIMED_OUT_EVENT_ATTRIBUTES ->
          draft
              .event(EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_TIMED_OUT)
              .setChildWorkflowExecutionTimedOutEventAttributes(
                  ChildWorkflowExecutionTimedOutEventAttributes.newBuilder()
                      .setRetryState(
                          closeEvent.getWorkflowExecutionTimedOutEventAttributes().getRetryState())
                      .setNamespace(child.getNamespace())
                      .setNamespaceId(child.getNamespaceId())
                      .setWorkflowExecution(execution)
                      .setWorkflowType(type(child))
                      .setInitiatedEventId(child.getInitiatedEventId())
                      .setStartedEventId(child.getStartedEventId()));
      case WORKFLOW_EXECUTION_TERMINATED_EVENT_ATTRIBUTES ->
          draft
              .event(EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_TERMINATED)
              .setChildWorkflowExecutionTerminatedEventAttributes(
                  ChildWorkflowExecutionTerminatedEventAttributes.newBuilder()
                      .setNamespace(child.getNamespace())
                      .setNamespaceId(child.getNamespaceId())
                      .setWorkflowExecution(execution)
                      .setWorkflowType(type(child))
                      .setInitiatedEventId(child.getInitiatedEventId())
                      .setStartedEventId(child.getStartedEventId()));
      default ->
          throw new Rejection(
              Reason.INVALID_ARGUMENT, closeEvent.getEventType() + " closes no workflow.");
    };
  }

  private HistoryEvent.Builder completed(
      ChildInfo child,
      WorkflowExecution execution,
      WorkflowExecutionCompletedEventAttributes close) {
    ChildWorkflowExecutionCompletedEventAttributes.Builder attributes =
        ChildWorkflowExecutionCompletedEventAttributes.newBuilder()
            .setNamespace(child.getNamespace())
            .setNamespaceId(child.getNamespaceId())
            .setWorkflowExecution(execution)
            .setWorkflowType(type(child))
            .setInitiatedEventId(child.getInitiatedEventId())
            .setStartedEventId(child.getStartedEventId());
    if (close.hasResult()) {
      attributes.setResult(close.getResult());
    }
    return draft
        .event(EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED)
        .setChildWorkflowExecutionCompletedEventAttributes(attributes);
  }

  private HistoryEvent.Builder failed(
      ChildInfo child, WorkflowExecution execution, WorkflowExecutionFailedEventAttributes close) {
    return draft
        .event(EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_FAILED)
        .setChildWorkflowExecutionFailedEventAttributes(
            ChildWorkflowExecutionFailedEventAttributes.newBuilder()
                .setFailure(close.getFailure())
                .setRetryState(close.getRetryState())
                .setNamespace(child.getNamespace())
                .setNamespaceId(child.getNamespaceId())
                .setWorkflowExecution(execution)
                .setWorkflowType(type(child))
                .setInitiatedEventId(child.getInitiatedEventId())
                .setStartedEventId(child.getStartedEventId()));
  }

  private HistoryEvent.Builder canceled(
      ChildInfo child,
      WorkflowExecution execution,
      WorkflowExecutionCanceledEventAttributes close) {
    ChildWorkflowExecutionCanceledEventAttributes.Builder attributes =
        ChildWorkflowExecutionCanceledEventAttributes.newBuilder()
            .setNamespace(child.getNamespace())
            .setNamespaceId(child.getNamespaceId())
            .setWorkflowExecution(execution)
            .setWorkflowType(type(child))
            .setInitiatedEventId(child.getInitiatedEventId())
            .setStartedEventId(child.getStartedEventId());
    if (close.hasDetails()) {
      attributes.setDetails(close.getDetails());
    }
    return draft
        .event(EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_CANCELED)
        .setChildWorkflowExecutionCanceledEventAttributes(attributes);
  }

  private static WorkflowType type(ChildInfo child) {
    return WorkflowType.newBuilder().setName(child.getWorkflowType()).build();
  }

  private ChildInfo require(long initiatedEventId) {
    ChildInfo child = draft.children().get(initiatedEventId);
    if (child == null) {
      throw new Rejection(Reason.INITIATED_EVENT_NOT_FOUND, "Pending child execution not found.");
    }
    return child;
  }
}
