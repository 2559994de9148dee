// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.RunState;
import dev.fencepost.engine.v1.TimerTask;
import dev.fencepost.engine.v1.TransferTask;
import dev.fencepost.engine.v1.VisibilityTask;
import io.temporal.api.common.v1.Link;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionTerminatedEventAttributes;
import io.temporal.api.history.v1.WorkflowExecutionTimedOutEventAttributes;
import java.util.List;

/** The end of a run. */
final class Closing {

  /** Who terminates a run that has grown over its limits. */
  static final String ENGINE_IDENTITY = "history-service";

  private final Draft draft;

  Closing(Draft draft) {
    this.draft = draft;
  }

  /** Writes the close event and leaves only what is needed after the end. */
  void close(WorkflowExecutionStatus status, HistoryEvent.Builder closeEvent) {
    long batchId = draft.batchId();
    HistoryEvent event = draft.write(closeEvent);
    MutableState.Builder state = draft.state();
    state
        .setState(RunState.RUN_STATE_COMPLETED)
        .setStatus(status)
        .setCloseTime(draft.timestamp())
        .setCompletionEventId(event.getEventId())
        .setCompletionEventBatchId(batchId)
        .clearWorkflowTask()
        .clearStickyTaskQueue()
        .clearStickyScheduleToStartTimeout()
        .clearArmedUserTimer()
        .clearArmedActivityTimeout();
    draft.activities().clear();
    draft.timers().clear();
    draft.buffered().clear();
    draft.transfer(
        TransferTask.newBuilder()
            .setCloseExecution(TransferTask.CloseExecution.getDefaultInstance()));
    draft.timer(
        draft.now().plus(draft.context().namespace().retention()),
        TimerTask.newBuilder().setDeleteHistory(TimerTask.DeleteHistory.getDefaultInstance()));
    draft.visibility(VisibilityTask.Kind.KIND_CLOSE);
  }

  /** Takes the workflow task from its worker, and writes what waited for its end. */
  private void endWorkflowTask() {
    failWorkflowTask();
    draft.flushBufferedEvents();
  }

  private void failWorkflowTask() {
    if (draft.isWorkflowTaskStarted()) {
      new WorkflowTaskMachine(draft)
          .fail(
              draft.state().getWorkflowTask(),
              WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_FORCE_CLOSE_COMMAND,
              Failure.getDefaultInstance(),
              ENGINE_IDENTITY);
    }
  }

  void terminate(String reason, Payloads details, String identity, List<Link> links) {
    endWorkflowTask();
    WorkflowExecutionTerminatedEventAttributes.Builder attributes =
        WorkflowExecutionTerminatedEventAttributes.newBuilder()
            .setReason(reason)
            .setIdentity(identity);
    if (details.getPayloadsCount() > 0) {
      attributes.setDetails(details);
    }
    close(
        WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED,
        draft
            .event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED)
            .addAllLinks(links)
            .setWorkflowExecutionTerminatedEventAttributes(attributes));
  }

  void timeOut(RetryState retryState, String newRunId) {
    endWorkflowTask();
    close(
        WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TIMED_OUT,
        draft
            .event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT)
            .setWorkflowExecutionTimedOutEventAttributes(
                WorkflowExecutionTimedOutEventAttributes.newBuilder()
                    .setRetryState(retryState)
                    .setNewExecutionRunId(newRunId)));
  }

  /**
   * Terminates a run that has grown over its limits; where only what waits for a worker has, the
   * worker loses its workflow task.
   */
  void enforceLimits() {
    WorkflowLimits limits = draft.context().limits();
    MutableState.Builder state = draft.state();
    if (state.getNextEventId() - 1 > limits.historyEvents()) {
      terminate(
          "Workflow history count exceeds limit.",
          Payloads.getDefaultInstance(),
          ENGINE_IDENTITY,
          List.of());
    } else if (state.getHistorySizeBytes() > limits.historyBytes()) {
      terminate(
          "Workflow history size exceeds limit.",
          Payloads.getDefaultInstance(),
          ENGINE_IDENTITY,
          List.of());
    } else if (draft.buffered().count() > limits.bufferedEvents()
        || draft.buffered().bytes() > limits.bufferedBytes()) {
      failWorkflowTask();
      new WorkflowTaskMachine(draft).schedule();
    }
  }
}
