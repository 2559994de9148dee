// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import com.google.protobuf.Timestamp;
import dev.fencepost.engine.internal.workflow.Rejection.Reason;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.RunState;
import dev.fencepost.engine.v1.TimerTask;
import dev.fencepost.engine.v1.TransferTask;
import dev.fencepost.engine.v1.WorkflowTaskInfo;
import dev.fencepost.engine.v1.WorkflowTaskToken;
import io.temporal.api.enums.v1.SuggestContinueAsNewReason;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import java.time.Duration;
import java.util.List;

/**
 * The life of workflow tasks: scheduled, started, and completed, failed or timed out.
 *
 * <p>A task that follows a failed one (attempt above 1) is <em>transient</em>: its events are
 * written only once it completes, so that a workflow that keeps failing doesn't fill its history.
 * If another event is written before a worker has it, it becomes an ordinary task.
 */
final class WorkflowTaskMachine {

  /** What a worker's poll is replaced by when it gets the next task with its answer. */
  private static final String ANSWER_REQUEST_ID = "request-from-RespondWorkflowTaskCompleted";

  private static final int FIRST_ATTEMPT = 1;

  private final Draft draft;
  private final WorkflowTaskEvents events;

  WorkflowTaskMachine(Draft draft) {
    this.draft = draft;
    this.events = new WorkflowTaskEvents(draft);
  }

  private MutableState.Builder state() {
    return draft.state();
  }

  /** Whether the first workflow task is still held back by a start delay, cron or retry. */
  private boolean isHeldBack() {
    return state().getState() == RunState.RUN_STATE_CREATED;
  }

  private boolean isTransient() {
    return state().getWorkflowTaskAttempt() > FIRST_ATTEMPT;
  }

  /** Schedules a task for an event from outside, unless one is pending or held back. */
  void scheduleForEvent() {
    if (draft.isRunning() && !state().hasWorkflowTask() && !isHeldBack()) {
      schedule();
    }
  }

  /** Schedules a task, unless one is pending. */
  void schedule() {
    if (!state().hasWorkflowTask()) {
      WorkflowTaskInfo task = add(draft.timestamp());
      draft.transfer(
          TransferTask.newBuilder()
              .setWorkflowTask(
                  TransferTask.WorkflowTaskDispatch.newBuilder()
                      .setScheduledEventId(task.getScheduledEventId())
                      .setAttempt(task.getAttempt())
                      .setTaskQueue(task.getTaskQueue())));
      if (!state().getStickyTaskQueue().isEmpty()) {
        timeout(
            task,
            Times.duration(state().getStickyScheduleToStartTimeout()),
            TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START);
      }
    }
  }

  /** Schedules a task and gives it to the worker that asked for it with its completion. */
  StartedWorkflowTask scheduleAndStart(String identity, Timestamp originalScheduledTime) {
    WorkflowTaskInfo task = add(originalScheduledTime);
    return start(
        new WorkflowTaskPoll(
            task.getScheduledEventId(), ANSWER_REQUEST_ID, task.getTaskQueue(), identity));
  }

  private WorkflowTaskInfo add(Timestamp originalScheduledTime) {
    if (!draft.buffered().isEmpty()) {
      state().setWorkflowTaskAttempt(FIRST_ATTEMPT);
      draft.flushBufferedEvents();
    }
    WorkflowTaskInfo task = WorkflowTaskTerms.next(draft, originalScheduledTime);
    if (task.getAttempt() == FIRST_ATTEMPT) {
      draft.write(events.scheduled(task));
    }
    state()
        .setState(RunState.RUN_STATE_RUNNING)
        .setWorkflowTaskAttempt(task.getAttempt())
        .setWorkflowTask(task);
    return task;
  }

  private void timeout(WorkflowTaskInfo task, Duration delay, TimeoutType type) {
    draft.timer(
        draft.now().plus(delay),
        TimerTask.newBuilder()
            .setWorkflowTaskTimeout(
                TimerTask.WorkflowTaskTimeout.newBuilder()
                    .setScheduledEventId(task.getScheduledEventId())
                    .setAttempt(task.getAttempt())
                    .setTimeoutType(type)));
  }

  /** Gives the pending task to the worker that polled. */
  StartedWorkflowTask start(WorkflowTaskPoll poll) {
    if (!state().hasWorkflowTask()) {
      throw new Rejection(Reason.WORKFLOW_TASK_NOT_FOUND, "Workflow task not found.");
    }
    WorkflowTaskInfo pending = state().getWorkflowTask();
    if (pending.getStartedEventId() != 0 && pending.getRequestId().equals(poll.requestId())) {
      return describe(pending);
    }
    if (pending.getScheduledEventId() != poll.scheduledEventId()) {
      throw new Rejection(Reason.WORKFLOW_TASK_NOT_FOUND, "Workflow task not found.");
    }
    if (pending.getStartedEventId() != 0) {
      throw new Rejection(Reason.WORKFLOW_TASK_ALREADY_STARTED, "Workflow task already started.");
    }
    forgetStickyWorkerUnless(poll.taskQueue());
    List<SuggestContinueAsNewReason> reasons = WorkflowTaskTerms.reasonsToContinueAsNew(draft);
    WorkflowTaskInfo.Builder task =
        pending.toBuilder()
            .setRequestId(poll.requestId())
            .setIdentity(poll.identity())
            .setStartedTime(draft.timestamp())
            .setHistorySizeBytes(state().getHistorySizeBytes())
            .setSuggestContinueAsNew(!reasons.isEmpty())
            .addAllSuggestContinueAsNewReasons(reasons);
    if (isTransient() && pending.getScheduledEventId() != state().getNextEventId()) {
      state().setWorkflowTaskAttempt(FIRST_ATTEMPT);
      task.setAttempt(FIRST_ATTEMPT)
          .setScheduledTime(draft.timestamp())
          .setTaskQueue(WorkflowTaskTerms.taskQueue(draft))
          .setScheduledEventId(state().getNextEventId());
      draft.write(events.scheduled(task.build()));
    }
    task.setStartedEventId(task.getScheduledEventId() + 1);
    if (!isTransient()) {
      task.setStartedEventId(draft.write(events.started(task.build())).getEventId());
    }
    state().setWorkflowTask(task);
    timeout(
        task.build(),
        Times.duration(task.getStartToCloseTimeout()),
        TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE);
    return describe(task.build());
  }

  private void forgetStickyWorkerUnless(TaskQueue polled) {
    if (!state().getStickyTaskQueue().isEmpty()
        && !state().getStickyTaskQueue().equals(polled.getName())) {
      clearSticky();
    }
  }

  private StartedWorkflowTask describe(WorkflowTaskInfo task) {
    List<HistoryEvent> transientEvents = List.of();
    if (isTransient()) {
      transientEvents =
          List.of(
              events.scheduled(task).setEventId(task.getScheduledEventId()).build(),
              events.started(task).setEventId(task.getStartedEventId()).build());
    }
    return new StartedWorkflowTask(
        task.getScheduledEventId(),
        task.getStartedEventId(),
        state().getLastCompletedWorkflowTaskStartedEventId(),
        task.getAttempt(),
        Times.instant(task.getScheduledTime()),
        Times.instant(task.getStartedTime()),
        task.getTaskQueue(),
        !state().getStickyTaskQueue().isEmpty(),
        state().getNextEventId(),
        transientEvents);
  }

  /** The task of a worker's token. */
  WorkflowTaskInfo require(WorkflowTaskToken token) {
    WorkflowTaskInfo task = state().getWorkflowTask();
    boolean held =
        draft.isRunning()
            && draft.isWorkflowTaskStarted()
            && token.getScheduledEventId() == task.getScheduledEventId()
            && token.getStartedEventId() == task.getStartedEventId()
            && token.getAttempt() == task.getAttempt()
            && (!token.hasStartedTime() || token.getStartedTime().equals(task.getStartedTime()));
    if (!held) {
      throw new Rejection(Reason.WORKFLOW_TASK_NOT_FOUND, "Workflow task not found.");
    }
    return task;
  }

  /** Writes that the task has completed, and what was left out as long as it was transient. */
  HistoryEvent complete(WorkflowTaskInfo pending, RespondWorkflowTaskCompletedRequest request) {
    WorkflowTaskInfo.Builder task = pending.toBuilder();
    if (isTransient()) {
      task.setScheduledEventId(draft.write(events.scheduled(task.build())).getEventId());
      task.setStartedEventId(draft.write(events.started(task.build())).getEventId());
    }
    state()
        .clearWorkflowTask()
        .setWorkflowTaskAttempt(FIRST_ATTEMPT)
        .setCloseAttempted(false)
        .setLastCompletedWorkflowTaskStartedEventId(task.getStartedEventId());
    return draft.write(events.completed(task.build(), request));
  }

  /** Ends the task because it failed. */
  void fail(
      WorkflowTaskInfo task, WorkflowTaskFailedCause cause, Failure failure, String identity) {
    if (!isTransient()) {
      draft.write(events.failed(task, cause, failure, identity));
    }
    end(task.getAttempt() + 1);
    state()
        .setCloseAttempted(
            cause == WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND);
  }

  /** Ends the task because its worker has vanished, or never came. */
  void timeOut(WorkflowTaskInfo task, TimeoutType type) {
    if (!isTransient()) {
      draft.write(events.timedOut(task, type));
    }
    end(
        type == TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START
            ? task.getAttempt()
            : task.getAttempt() + 1);
    state().setCloseAttempted(false);
  }

  /** A sticky worker that loses a task may just be gone; it's no failed attempt of the workflow. */
  private void end(int nextAttempt) {
    boolean wasSticky = !state().getStickyTaskQueue().isEmpty();
    clearSticky();
    state().clearWorkflowTask().setWorkflowTaskAttempt(wasSticky ? FIRST_ATTEMPT : nextAttempt);
  }

  void clearSticky() {
    state().clearStickyTaskQueue().clearStickyScheduleToStartTimeout();
  }

  /** Does what a due timeout asks, if the task is still that one. */
  void fire(TimerTask.WorkflowTaskTimeout timeout) {
    WorkflowTaskInfo task = state().getWorkflowTask();
    boolean current =
        state().hasWorkflowTask()
            && task.getScheduledEventId() == timeout.getScheduledEventId()
            && task.getAttempt() == timeout.getAttempt();
    boolean waitsForStart = timeout.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START;
    if (current && waitsForStart != draft.isWorkflowTaskStarted()) {
      timeOut(task, timeout.getTimeoutType());
      schedule();
    }
  }

  /** Does what the end of the first task's back-off asks. */
  void fireBackoff() {
    if (isHeldBack()) {
      schedule();
    }
  }
}
