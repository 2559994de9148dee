// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.internal.workflow.RunStart.Continuation;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.ParentInfo;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;

/** What the first event of a run says. */
final class StartedEvent {

  private StartedEvent() {}

  static WorkflowExecutionStartedEventAttributes of(
      RunStart start, RunTerms terms, MutableState state) {
    StartWorkflowExecutionRequest request = start.request();
    WorkflowExecutionStartedEventAttributes.Builder event =
        WorkflowExecutionStartedEventAttributes.newBuilder()
            .setWorkflowId(request.getWorkflowId())
            .setWorkflowType(request.getWorkflowType())
            .setTaskQueue(request.getTaskQueue())
            .setWorkflowExecutionTimeout(state.getWorkflowExecutionTimeout())
            .setWorkflowRunTimeout(state.getWorkflowRunTimeout())
            .setWorkflowTaskTimeout(state.getWorkflowTaskTimeout())
            .setOriginalExecutionRunId(state.getOriginalRunId())
            .setFirstExecutionRunId(state.getFirstRunId())
            .setIdentity(request.getIdentity())
            .setAttempt(state.getAttempt())
            .setCronSchedule(request.getCronSchedule())
            .setFirstWorkflowTaskBackoff(Times.duration(terms.backoff()));
    if (request.hasInput()) {
      event.setInput(request.getInput());
    }
    if (request.hasHeader()) {
      event.setHeader(request.getHeader());
    }
    if (request.hasMemo()) {
      event.setMemo(request.getMemo());
    }
    if (request.hasSearchAttributes()) {
      event.setSearchAttributes(request.getSearchAttributes());
    }
    if (request.hasPriority()) {
      event.setPriority(request.getPriority());
    }
    terms.retryPolicy().ifPresent(event::setRetryPolicy);
    if (state.hasExecutionExpirationTime()) {
      event.setWorkflowExecutionExpirationTime(state.getExecutionExpirationTime());
    }
    start.parent().ifPresent(parent -> addParent(event, parent, state));
    start.continuation().ifPresent(continuation -> addContinuation(event, continuation));
    return event.build();
  }

  private static void addParent(
      WorkflowExecutionStartedEventAttributes.Builder event,
      ParentInfo parent,
      MutableState state) {
    event
        .setRootWorkflowExecution(state.getRoot())
        .setParentWorkflowNamespace(parent.getNamespace())
        .setParentWorkflowNamespaceId(parent.getNamespaceId())
        .setParentWorkflowExecution(parent.getExecution())
        .setParentInitiatedEventId(parent.getInitiatedEventId())
        .setParentInitiatedEventVersion(parent.getInitiatedEventVersion());
  }

  private static void addContinuation(
      WorkflowExecutionStartedEventAttributes.Builder event, Continuation continuation) {
    event.setContinuedExecutionRunId(continuation.runId()).setInitiator(continuation.initiator());
    continuation.failure().ifPresent(event::setContinuedFailure);
    continuation.lastResult().ifPresent(event::setLastCompletionResult);
  }
}
