// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.internal.workflow.Rejection.Reason;
import dev.fencepost.engine.v1.ActivityTaskToken;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.TimerTask;
import dev.fencepost.engine.v1.WorkflowTaskInfo;
import dev.fencepost.engine.v1.WorkflowTaskToken;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.CancelExternalWorkflowExecutionFailedCause;
import io.temporal.api.enums.v1.SignalExternalWorkflowExecutionFailedCause;
import io.temporal.api.enums.v1.StartChildWorkflowExecutionFailedCause;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import java.time.Instant;
import java.util.Optional;

/**
 * One run during one transition: load it from its state or start it, do one operation (or a few
 * that belong together), and {@link #finish} it to get what is to be persisted.
 *
 * <p>A session is for one thread and one transition. An operation that the state doesn't allow
 * throws {@link Rejection} and ends the session: nothing of it may be persisted. Operations that
 * come from queues and find themselves out of date do nothing, so that {@link Transition#isEmpty}
 * holds.
 */
public final class WorkflowRun {

  private Draft draft;

  private WorkflowRun(Draft draft) {
    this.draft = draft;
  }

  /** A run as it was persisted. */
  public static WorkflowRun load(MutableState state, TransitionContext context) {
    return new WorkflowRun(Draft.of(state, context));
  }

  /** A new run with its first workflow task scheduled, unless that waits for a back-off. */
  public static WorkflowRun start(StartRequest request, TransitionContext context) {
    Draft draft = StartTransition.begin(first(request), context);
    StartTransition.scheduleFirstWorkflowTask(draft);
    return new WorkflowRun(draft);
  }

  /** A new run that is signalled before its first workflow task is scheduled. */
  public static WorkflowRun signalWithStart(
      StartRequest request, SignalRequest signal, TransitionContext context) {
    Draft draft = StartTransition.begin(first(request), context);
    new ClientRequests(draft).record(signal);
    StartTransition.scheduleFirstWorkflowTask(draft);
    return new WorkflowRun(draft);
  }

  /** What has come of the session so far. Ends it. */
  public Transition finish() {
    if (draft.isRunning()) {
      settle();
    }
    return draft.finish();
  }

  private static RunStart first(StartRequest request) {
    return new RunStart(
        request.runId().toString(),
        request.request(),
        request.parent(),
        request.root(),
        Optional.empty());
  }

  private void settle() {
    if (!draft.isWorkflowTaskStarted()) {
      draft.flushBufferedEvents();
    }
    new Closing(draft).enforceLimits();
    if (draft.isRunning()) {
      new TimerMachine(draft).arm();
      new ActivityTimeouts(draft).arm();
    }
  }

  private void requireRunning() {
    if (!draft.isRunning()) {
      throw new Rejection(Reason.WORKFLOW_COMPLETED, "workflow execution already completed");
    }
  }

  /** Whether the run is open. */
  public boolean isRunning() {
    return draft.isRunning();
  }

  // Operations of clients.

  /** Signals the run; a request id seen before is ignored. */
  public void signal(SignalRequest request) {
    ClientRequests requests = new ClientRequests(draft);
    if (!requests.hasSignal(request.requestId())) {
      requireRunning();
      requests.signal(request);
    }
  }

  /**
   * Signals the run as signal-with-start does, which also ends the start delay its starter asked
   * for.
   */
  public void signalAndEndStartDelay(SignalRequest request) {
    signal(request);
    new ClientRequests(draft).endStartDelay();
  }

  /** Asks the run to cancel; a second request is ignored. */
  public void requestCancel(CancelRequest request) {
    requireRunning();
    new ClientRequests(draft).requestCancel(request);
  }

  /** Terminates the run. */
  public void terminate(TerminateRequest request) {
    requireRunning();
    new Closing(draft)
        .terminate(request.reason(), request.details(), request.identity(), request.links());
  }

  /**
   * Attaches a start request to this open run, as its conflict policy USE_EXISTING and its
   * on-conflict options ask. A request id seen before is ignored.
   */
  public void attachStart(StartWorkflowExecutionRequest request) {
    requireRunning();
    new ClientRequests(draft).attach(request);
  }

  // Operations of workers.

  /** Gives the pending workflow task to a worker. */
  public StartedWorkflowTask startWorkflowTask(WorkflowTaskPoll poll) {
    requireRunning();
    return new WorkflowTaskMachine(draft).start(poll);
  }

  /** Applies a worker's commands. */
  public WorkflowTaskOutcome completeWorkflowTask(
      WorkflowTaskToken token, RespondWorkflowTaskCompletedRequest request) {
    requireRunning();
    WorkflowTaskInfo task = new WorkflowTaskMachine(draft).require(token);
    Draft untouched = draft.copy();
    try {
      return new WorkflowTaskCompletion(draft, request).apply(task);
    } catch (CommandFailure failure) {
      draft = untouched;
      return new WorkflowTaskCompletion(draft, request).fail(task, failure);
    }
  }

  /** Fails the workflow task and schedules it again. */
  public void failWorkflowTask(WorkflowTaskToken token, RespondWorkflowTaskFailedRequest request) {
    requireRunning();
    WorkflowTaskMachine machine = new WorkflowTaskMachine(draft);
    WorkflowTaskInfo task = machine.require(token);
    machine.fail(task, request.getCause(), request.getFailure(), request.getIdentity());
    machine.schedule();
  }

  /** Forgets the sticky task queue. */
  public void resetStickyTaskQueue() {
    requireRunning();
    new WorkflowTaskMachine(draft).clearSticky();
  }

  /** Gives an activity task to a worker. */
  public StartedActivityTask startActivity(ActivityPoll poll) {
    requireRunning();
    return new ActivityMachine(draft).start(poll);
  }

  /** Records an activity's heartbeat and tells whether it shall cancel. */
  public HeartbeatOutcome heartbeat(ActivityTaskToken token, Payloads details) {
    requireRunning();
    return new ActivityMachine(draft).heartbeat(token, details);
  }

  /** Completes an activity. */
  public void completeActivity(
      ActivityTaskToken token, RespondActivityTaskCompletedRequest request) {
    requireRunning();
    new ActivityMachine(draft).complete(token, request.getResult(), request.getIdentity());
  }

  /** Fails an activity's attempt; the activity is retried or fails. */
  public void failActivity(ActivityTaskToken token, RespondActivityTaskFailedRequest request) {
    requireRunning();
    new ActivityMachine(draft)
        .fail(
            token, request.getFailure(), request.getLastHeartbeatDetails(), request.getIdentity());
  }

  /** Ends an activity that was asked to cancel. */
  public void cancelActivity(ActivityTaskToken token, RespondActivityTaskCanceledRequest request) {
    requireRunning();
    new ActivityMachine(draft).cancel(token, request.getDetails(), request.getIdentity());
  }

  // Operations of queue processors.

  /**
   * Does what a due timer task asks, for every kind but ACTIVITY_RETRY (see {@link Dispatch}) and
   * DELETE_HISTORY. Out of date timers do nothing.
   *
   * @param task the timer task
   * @param fireTime the time it was persisted with
   */
  public void fire(TimerTask task, Instant fireTime) {
    if (!draft.isRunning()) {
      return;
    }
    switch (task.getKindCase()) {
      case USER_TIMER -> new TimerMachine(draft).fire(fireTime);
      case ACTIVITY_TIMEOUT -> new ActivityTimeouts(draft).fire(fireTime);
      case WORKFLOW_TASK_TIMEOUT ->
          new WorkflowTaskMachine(draft).fire(task.getWorkflowTaskTimeout());
      case WORKFLOW_RUN_TIMEOUT -> new RunTimeouts(draft).fireRunTimeout(fireTime);
      case WORKFLOW_EXECUTION_TIMEOUT -> new RunTimeouts(draft).fireExecutionTimeout(fireTime);
      case WORKFLOW_BACKOFF -> new WorkflowTaskMachine(draft).fireBackoff();
      case ACTIVITY_RETRY, DELETE_HISTORY, KIND_NOT_SET ->
          throw new IllegalArgumentException("no timer of a run: " + task.getKindCase());
    }
  }

  /** Records that a child has started. */
  public void childStarted(long initiatedEventId, WorkflowExecution child) {
    requireRunning();
    new ChildWorkflowMachine(draft).started(initiatedEventId, child);
  }

  /** Records that a child could not be started. */
  public void childStartFailed(
      long initiatedEventId, StartChildWorkflowExecutionFailedCause cause) {
    requireRunning();
    new ChildWorkflowMachine(draft).startFailed(initiatedEventId, cause);
  }

  /**
   * Records how a child ended. If its start is not recorded yet, it is recorded first.
   *
   * @param initiatedEventId the event of this run that asked for the child
   * @param child the child's last run
   * @param closeEvent the close event of that run
   */
  public void childClosed(long initiatedEventId, WorkflowExecution child, HistoryEvent closeEvent) {
    requireRunning();
    new ChildWorkflowMachine(draft).closed(initiatedEventId, child, closeEvent);
  }

  /** Records that another workflow has been signalled. */
  public void externalSignaled(long initiatedEventId) {
    requireRunning();
    new ExternalWorkflowMachine(draft).signaled(initiatedEventId);
  }

  /** Records that another workflow could not be signalled. */
  public void externalSignalFailed(
      long initiatedEventId, SignalExternalWorkflowExecutionFailedCause cause) {
    requireRunning();
    new ExternalWorkflowMachine(draft).signalFailed(initiatedEventId, cause);
  }

  /** Records that another workflow has been asked to cancel. */
  public void externalCancelRequested(long initiatedEventId) {
    requireRunning();
    new ExternalWorkflowMachine(draft).cancelRequested(initiatedEventId);
  }

  /** Records that another workflow could not be asked to cancel. */
  public void externalCancelFailed(
      long initiatedEventId, CancelExternalWorkflowExecutionFailedCause cause) {
    requireRunning();
    new ExternalWorkflowMachine(draft).cancelFailed(initiatedEventId, cause);
  }
}
