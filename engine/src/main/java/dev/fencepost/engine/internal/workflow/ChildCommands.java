// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.v1.ChildInfo;
import dev.fencepost.engine.v1.TransferTask;
import io.temporal.api.command.v1.StartChildWorkflowExecutionCommandAttributes;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.StartChildWorkflowExecutionInitiatedEventAttributes;

/** Commands that start child workflows. */
final class ChildCommands {

  private static final WorkflowTaskFailedCause BAD_START =
      WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_START_CHILD_EXECUTION_ATTRIBUTES;

  private final CommandScope scope;
  private final Draft draft;
  private final Target target;

  ChildCommands(CommandScope scope) {
    this.scope = scope;
    this.draft = scope.draft();
    this.target = new Target(draft.context());
  }

  void start(StartChildWorkflowExecutionCommandAttributes command) {
    validate(command);
    long batchId = draft.batchId();
    HistoryEvent event =
        draft.write(
            scope
                .event(EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED)
                .setStartChildWorkflowExecutionInitiatedEventAttributes(initiated(command)));
    StartChildWorkflowExecutionInitiatedEventAttributes attributes =
        event.getStartChildWorkflowExecutionInitiatedEventAttributes();
    draft
        .children()
        .put(
            event.getEventId(),
            ChildInfo.newBuilder()
                .setInitiatedEventId(event.getEventId())
                .setInitiatedEventBatchId(batchId)
                .setNamespaceId(attributes.getNamespaceId())
                .setNamespace(attributes.getNamespace())
                .setWorkflowId(attributes.getWorkflowId())
                .setWorkflowType(attributes.getWorkflowType().getName())
                .setParentClosePolicy(attributes.getParentClosePolicy())
                .setCreateRequestId(draft.context().randomIds().get().toString())
                .build());
    draft.transfer(
        TransferTask.newBuilder()
            .setStartChild(
                TransferTask.StartChild.newBuilder()
                    .setInitiatedEventId(event.getEventId())
                    .setTargetNamespaceId(attributes.getNamespaceId())
                    .setTargetWorkflowId(attributes.getWorkflowId())));
    scope.rememberChild(command.getWorkflowId());
  }

  @SuppressWarnings("deprecation") // children in other namespaces still run
  private StartChildWorkflowExecutionInitiatedEventAttributes initiated(
      StartChildWorkflowExecutionCommandAttributes command) {
    StartChildWorkflowExecutionInitiatedEventAttributes.Builder attributes =
        StartChildWorkflowExecutionInitiatedEventAttributes.newBuilder()
            .setNamespace(target.namespace(command.getNamespace()))
            .setNamespaceId(target.namespaceId(command.getNamespace()))
            .setWorkflowId(command.getWorkflowId())
            .setWorkflowType(command.getWorkflowType())
            .setTaskQueue(draft.normalTaskQueue())
            .setWorkflowExecutionTimeout(command.getWorkflowExecutionTimeout())
            .setWorkflowRunTimeout(command.getWorkflowRunTimeout())
            .setWorkflowTaskTimeout(command.getWorkflowTaskTimeout())
            .setParentClosePolicy(parentClosePolicy(command))
            .setWorkflowTaskCompletedEventId(scope.completedEventId())
            .setWorkflowIdReusePolicy(reusePolicy(command))
            .setCronSchedule(command.getCronSchedule());
    if (!command.getTaskQueue().getName().isEmpty()) {
      attributes.getTaskQueueBuilder().setName(command.getTaskQueue().getName());
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
    if (command.hasRetryPolicy()) {
      attributes.setRetryPolicy(RetryPolicies.withDefaults(command.getRetryPolicy()));
    }
    if (command.hasPriority()) {
      attributes.setPriority(command.getPriority());
    } else if (draft.state().hasPriority()) {
      attributes.setPriority(draft.state().getPriority());
    }
    return attributes.build();
  }

  private static ParentClosePolicy parentClosePolicy(
      StartChildWorkflowExecutionCommandAttributes command) {
    return command.getParentClosePolicy() == ParentClosePolicy.PARENT_CLOSE_POLICY_UNSPECIFIED
        ? ParentClosePolicy.PARENT_CLOSE_POLICY_TERMINATE
        : command.getParentClosePolicy();
  }

  private static WorkflowIdReusePolicy reusePolicy(
      StartChildWorkflowExecutionCommandAttributes command) {
    return command.getWorkflowIdReusePolicy()
            == WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_UNSPECIFIED
        ? WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE
        : command.getWorkflowIdReusePolicy();
  }

  private void validate(StartChildWorkflowExecutionCommandAttributes command) {
    scope.requireText(BAD_START, "WorkflowId", command.getWorkflowId());
    scope.requireText(BAD_START, "WorkflowType", command.getWorkflowType().getName());
    scope.requireShort(BAD_START, "TaskQueue", command.getTaskQueue().getName());
    scope.requireSize(BAD_START, "Input", command.getInput().getSerializedSize());
    scope.requireSize(BAD_START, "Memo", command.getMemo().getSerializedSize());
    if (Times.isNegative(command.getWorkflowExecutionTimeout())
        || Times.isNegative(command.getWorkflowRunTimeout())
        || Times.isNegative(command.getWorkflowTaskTimeout())) {
      throw CommandFailure.of(BAD_START, "Timeouts can't be negative.");
    }
    if (command.hasRetryPolicy()) {
      RetryPolicies.problemOf(RetryPolicies.withDefaults(command.getRetryPolicy()))
          .ifPresent(
              problem -> {
                throw CommandFailure.of(BAD_START, problem);
              });
    }
    new CronCheck(BAD_START).require(command.getCronSchedule());
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
    if (draft.children().size() >= draft.context().limits().pendingChildren()) {
      throw CommandFailure.of(
          WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_PENDING_CHILD_WORKFLOWS_LIMIT_EXCEEDED,
          "the number of pending child workflows, "
              + draft.children().size()
              + ", has reached the limit.");
    }
  }
}
