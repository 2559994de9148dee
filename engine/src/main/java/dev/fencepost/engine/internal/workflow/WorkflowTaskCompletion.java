// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import com.google.protobuf.Timestamp;
import dev.fencepost.engine.internal.workflow.CommandFailure.Consequence;
import dev.fencepost.engine.v1.WorkflowTaskInfo;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import java.util.List;
import java.util.Optional;

/** A worker's answer to a workflow task, applied whole or not at all. */
final class WorkflowTaskCompletion {

  private final Draft draft;
  private final WorkflowTaskMachine machine;
  private final RespondWorkflowTaskCompletedRequest request;

  WorkflowTaskCompletion(Draft draft, RespondWorkflowTaskCompletedRequest request) {
    this.draft = draft;
    this.machine = new WorkflowTaskMachine(draft);
    this.request = request;
  }

  /**
   * Applies the answer.
   *
   * @throws CommandFailure if a command can't be applied; the draft is of no use then
   */
  WorkflowTaskOutcome apply(WorkflowTaskInfo task) {
    boolean keepsAlive =
        request.getForceCreateNewWorkflowTask()
            && request.getCommandsList().isEmpty()
            && request.getMessagesList().isEmpty();
    if (keepsAlive && hasKeptAliveTooLong(task)) {
      machine.timeOut(task, TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE);
      machine.schedule();
      return new WorkflowTaskOutcome.HeartbeatTimedOut();
    }
    HistoryEvent completed = machine.complete(task, request);
    rememberStickyWorker();
    CommandScope scope = new CommandScope(draft, completed.getEventId(), request.getIdentity());
    if (!request.getMessagesList().isEmpty()) {
      throw CommandFailure.of(
          WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_UPDATE_WORKFLOW_EXECUTION_MESSAGE,
          "Workflow updates are not supported.");
    }
    new CommandHandler(scope).handle(request.getCommandsList());
    boolean another =
        request.getForceCreateNewWorkflowTask()
            || scope.hasUnhandledEvents()
            || scope.hasCanceledUnstartedActivity();
    return new WorkflowTaskOutcome.Completed(
        another && draft.isRunning()
            ? next(keepsAlive ? task.getOriginalScheduledTime() : draft.timestamp())
            : Optional.empty());
  }

  private boolean hasKeptAliveTooLong(WorkflowTaskInfo task) {
    return draft
        .now()
        .isAfter(
            Times.instant(task.getOriginalScheduledTime())
                .plus(draft.context().limits().workflowTaskHeartbeat()));
  }

  private void rememberStickyWorker() {
    String queue = request.getStickyAttributes().getWorkerTaskQueue().getName();
    if (queue.isEmpty()) {
      machine.clearSticky();
    } else {
      draft
          .state()
          .setStickyTaskQueue(queue)
          .setStickyScheduleToStartTimeout(
              request.getStickyAttributes().getScheduleToStartTimeout());
    }
  }

  private Optional<StartedWorkflowTask> next(Timestamp originalScheduledTime) {
    if (request.getReturnNewWorkflowTask()) {
      return Optional.of(machine.scheduleAndStart(request.getIdentity(), originalScheduledTime));
    }
    machine.schedule();
    return Optional.empty();
  }

  /** Fails the task, on a draft that knows nothing of its commands. */
  WorkflowTaskOutcome fail(WorkflowTaskInfo task, CommandFailure failure) {
    WorkflowTaskOutcome outcome =
        new WorkflowTaskOutcome.Failed(failure.failedCause(), failure.text());
    boolean unhandled =
        failure.failedCause()
            == WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND;
    if (task.getAttempt() > 1 && !unhandled) {
      return outcome;
    }
    machine.fail(
        task, failure.failedCause(), Failures.server(failure.text()), request.getIdentity());
    if (failure.consequence() == Consequence.TERMINATE) {
      new Closing(draft)
          .terminate(
              failure.text(), Payloads.getDefaultInstance(), Closing.ENGINE_IDENTITY, List.of());
    } else {
      machine.schedule();
    }
    return outcome;
  }
}
