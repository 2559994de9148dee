// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import io.temporal.api.command.v1.CancelWorkflowExecutionCommandAttributes;
import io.temporal.api.command.v1.CompleteWorkflowExecutionCommandAttributes;
import io.temporal.api.command.v1.ContinueAsNewWorkflowExecutionCommandAttributes;
import io.temporal.api.command.v1.FailWorkflowExecutionCommandAttributes;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.ContinueAsNewInitiator;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.WorkflowExecutionCanceledEventAttributes;
import io.temporal.api.history.v1.WorkflowExecutionCompletedEventAttributes;
import io.temporal.api.history.v1.WorkflowExecutionContinuedAsNewEventAttributes;
import io.temporal.api.history.v1.WorkflowExecutionFailedEventAttributes;
import java.time.Duration;
import java.util.Optional;

/** Commands that close the run, and start the one that follows it. */
final class CloseCommands {

  private static final WorkflowTaskFailedCause BAD_COMPLETE =
      WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_COMPLETE_WORKFLOW_EXECUTION_ATTRIBUTES;
  private static final WorkflowTaskFailedCause BAD_FAIL =
      WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_FAIL_WORKFLOW_EXECUTION_ATTRIBUTES;
  private static final WorkflowTaskFailedCause BAD_CONTINUE =
      WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_CONTINUE_AS_NEW_ATTRIBUTES;

  private final CommandScope scope;
  private final Draft draft;
  private final Closing closing;
  private final Continuations continuations;

  CloseCommands(CommandScope scope) {
    this.scope = scope;
    this.draft = scope.draft();
    this.closing = new Closing(draft);
    this.continuations = new Continuations(draft);
  }

  private void requireNoUnhandledEvents() {
    if (scope.hasUnhandledEvents()) {
      throw CommandFailure.of(
          WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND, "");
    }
  }

  void complete(CompleteWorkflowExecutionCommandAttributes command) {
    requireNoUnhandledEvents();
    scope.requireSize(BAD_COMPLETE, "Result", command.getResult().getSerializedSize());
    Optional<Duration> cron = continuations.cronBackoff();
    String newRunId = cron.isPresent() ? continuations.newRunId() : "";
    Optional<Payloads> result =
        command.hasResult() ? Optional.of(command.getResult()) : Optional.empty();
    WorkflowExecutionCompletedEventAttributes.Builder attributes =
        WorkflowExecutionCompletedEventAttributes.newBuilder()
            .setWorkflowTaskCompletedEventId(scope.completedEventId())
            .setNewExecutionRunId(newRunId);
    result.ifPresent(attributes::setResult);
    closing.close(
        WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED,
        scope
            .event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED)
            .setWorkflowExecutionCompletedEventAttributes(attributes));
    cron.ifPresent(backoff -> continuations.cronAfterSuccess(newRunId, backoff, result));
  }

  void fail(FailWorkflowExecutionCommandAttributes command) {
    requireNoUnhandledEvents();
    if (!command.hasFailure()) {
      throw CommandFailure.of(BAD_FAIL, "Failure is not set on command.");
    }
    scope.requireSize(BAD_FAIL, "Failure", command.getFailure().getSerializedSize());
    RetryBackoff retry = continuations.retryAfter(command.getFailure());
    Optional<Duration> cron = retry.isRetry() ? Optional.empty() : continuations.cronBackoff();
    String newRunId = retry.isRetry() || cron.isPresent() ? continuations.newRunId() : "";
    closing.close(
        WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED,
        scope
            .event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED)
            .setWorkflowExecutionFailedEventAttributes(
                WorkflowExecutionFailedEventAttributes.newBuilder()
                    .setFailure(command.getFailure())
                    .setRetryState(retry.state())
                    .setWorkflowTaskCompletedEventId(scope.completedEventId())
                    .setNewExecutionRunId(newRunId)));
    if (retry.isRetry()) {
      continuations.retry(newRunId, retry.delay(), command.getFailure());
    } else if (cron.isPresent()) {
      continuations.cronAfterFailure(newRunId, cron.get(), command.getFailure());
    }
  }

  void cancel(CancelWorkflowExecutionCommandAttributes command) {
    requireNoUnhandledEvents();
    WorkflowExecutionCanceledEventAttributes.Builder attributes =
        WorkflowExecutionCanceledEventAttributes.newBuilder()
            .setWorkflowTaskCompletedEventId(scope.completedEventId());
    if (command.hasDetails()) {
      attributes.setDetails(command.getDetails());
    }
    closing.close(
        WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED,
        scope
            .event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED)
            .setWorkflowExecutionCanceledEventAttributes(attributes));
  }

  void continueAsNew(ContinueAsNewWorkflowExecutionCommandAttributes command) {
    requireNoUnhandledEvents();
    validate(command);
    String newRunId = continuations.newRunId();
    continuations.continueAsNew(newRunId, command);
    closing.close(
        WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
        scope
            .event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW)
            .setWorkflowExecutionContinuedAsNewEventAttributes(continued(newRunId, command)));
  }

  @SuppressWarnings("deprecation") // SDKs still tell the initiator
  private WorkflowExecutionContinuedAsNewEventAttributes continued(
      String newRunId, ContinueAsNewWorkflowExecutionCommandAttributes command) {
    WorkflowExecutionContinuedAsNewEventAttributes.Builder attributes =
        WorkflowExecutionContinuedAsNewEventAttributes.newBuilder()
            .setNewExecutionRunId(newRunId)
            .setWorkflowType(command.getWorkflowType())
            .setTaskQueue(command.getTaskQueue())
            .setWorkflowRunTimeout(command.getWorkflowRunTimeout())
            .setWorkflowTaskTimeout(command.getWorkflowTaskTimeout())
            .setWorkflowTaskCompletedEventId(scope.completedEventId())
            .setBackoffStartInterval(command.getBackoffStartInterval())
            .setInitiator(ContinueAsNewInitiator.CONTINUE_AS_NEW_INITIATOR_WORKFLOW);
    if (command.getWorkflowType().getName().isEmpty()) {
      attributes.getWorkflowTypeBuilder().setName(draft.state().getWorkflowType());
    }
    if (command.getTaskQueue().getName().isEmpty()) {
      attributes.setTaskQueue(draft.normalTaskQueue());
    }
    if (command.hasInput()) {
      attributes.setInput(command.getInput());
    }
    if (command.hasHeader()) {
      attributes.setHeader(command.getHeader());
    }
    if (command.hasMemo()) {
      attributes.setMemo(command.getMemo());
    }
    if (command.hasSearchAttributes()) {
      attributes.setSearchAttributes(command.getSearchAttributes());
    }
    if (command.hasLastCompletionResult()) {
      attributes.setLastCompletionResult(command.getLastCompletionResult());
    }
    if (command.hasFailure()) {
      attributes.setFailure(command.getFailure());
    }
    return attributes.build();
  }

  private void validate(ContinueAsNewWorkflowExecutionCommandAttributes command) {
    scope.requireShort(BAD_CONTINUE, "WorkflowType", command.getWorkflowType().getName());
    scope.requireShort(BAD_CONTINUE, "TaskQueue", command.getTaskQueue().getName());
    scope.requireSize(BAD_CONTINUE, "Input", command.getInput().getSerializedSize());
    if (Times.isNegative(command.getWorkflowRunTimeout())
        || Times.isNegative(command.getWorkflowTaskTimeout())
        || Times.isNegative(command.getBackoffStartInterval())) {
      throw CommandFailure.of(BAD_CONTINUE, "Timeouts can't be negative.");
    }
    if (command.hasRetryPolicy()) {
      RetryPolicies.problemOf(RetryPolicies.withDefaults(command.getRetryPolicy()))
          .ifPresent(
              problem -> {
                throw CommandFailure.of(BAD_CONTINUE, problem);
              });
    }
    new CronCheck(BAD_CONTINUE).require(command.getCronSchedule());
    draft
        .context()
        .searchAttributes()
        .problemOf(command.getSearchAttributes())
        .ifPresent(
            problem -> {
              throw CommandFailure.of(
                  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_SEARCH_ATTRIBUTES,
                  problem);
            });
  }
}
