// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.v1.ActivityTaskToken;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.TimerTask;
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

/**
 * One run during one transition: load it from its state or start it, do one operation (or a few that
 * belong together), and {@link #finish} it to get what is to be persisted.
 *
 * <p>A session is for one thread and one transition. An operation that the state doesn't allow throws
 * {@link Rejection} and ends the session: nothing of it may be persisted. Operations that come from
 * queues and find themselves out of date do nothing, so that {@link Transition#isEmpty} holds.
 */
public final class WorkflowRun {

  private WorkflowRun() {}

  /** A run as it was persisted. */
  public static WorkflowRun load(MutableState state, TransitionContext context) {
    throw new UnsupportedOperationException("load");
  }

  /** A new run with its first workflow task scheduled, unless that waits for a back-off. */
  public static WorkflowRun start(StartRequest request, TransitionContext context) {
    throw new UnsupportedOperationException("start");
  }

  /** A new run that is signalled before its first workflow task is scheduled. */
  public static WorkflowRun signalWithStart(
      StartRequest request, SignalRequest signal, TransitionContext context) {
    throw new UnsupportedOperationException("signalWithStart");
  }

  /** What has come of the session so far. Ends it. */
  public Transition finish() {
    throw new UnsupportedOperationException("finish");
  }

  /** Whether the run is open. */
  public boolean isRunning() {
    throw new UnsupportedOperationException("isRunning");
  }

  // Operations of clients.

  /** Signals the run; a request id seen before is ignored. */
  public void signal(SignalRequest request) {
    throw new UnsupportedOperationException("signal");
  }

  /** Asks the run to cancel; a second request is ignored. */
  public void requestCancel(CancelRequest request) {
    throw new UnsupportedOperationException("requestCancel");
  }

  /** Terminates the run. */
  public void terminate(TerminateRequest request) {
    throw new UnsupportedOperationException("terminate");
  }

  /**
   * Attaches a start request to this open run, as its conflict policy USE_EXISTING and its
   * on-conflict options ask. A request id seen before is ignored.
   */
  public void attachStart(StartWorkflowExecutionRequest request) {
    throw new UnsupportedOperationException("attachStart");
  }

  // Operations of workers.

  /** Gives the pending workflow task to a worker. */
  public StartedWorkflowTask startWorkflowTask(WorkflowTaskPoll poll) {
    throw new UnsupportedOperationException("startWorkflowTask");
  }

  /** Applies a worker's commands. */
  public WorkflowTaskOutcome completeWorkflowTask(
      WorkflowTaskToken token, RespondWorkflowTaskCompletedRequest request) {
    throw new UnsupportedOperationException("completeWorkflowTask");
  }

  /** Fails the workflow task and schedules it again. */
  public void failWorkflowTask(WorkflowTaskToken token, RespondWorkflowTaskFailedRequest request) {
    throw new UnsupportedOperationException("failWorkflowTask");
  }

  /** Forgets the sticky task queue. */
  public void resetStickyTaskQueue() {
    throw new UnsupportedOperationException("resetStickyTaskQueue");
  }

  /** Gives an activity task to a worker. */
  public StartedActivityTask startActivity(ActivityPoll poll) {
    throw new UnsupportedOperationException("startActivity");
  }

  /** Records an activity's heartbeat and tells whether it shall cancel. */
  public HeartbeatOutcome heartbeat(ActivityTaskToken token, Payloads details) {
    throw new UnsupportedOperationException("heartbeat");
  }

  /** Completes an activity. */
  public void completeActivity(
      ActivityTaskToken token, RespondActivityTaskCompletedRequest request) {
    throw new UnsupportedOperationException("completeActivity");
  }

  /** Fails an activity's attempt; the activity is retried or fails. */
  public void failActivity(ActivityTaskToken token, RespondActivityTaskFailedRequest request) {
    throw new UnsupportedOperationException("failActivity");
  }

  /** Ends an activity that was asked to cancel. */
  public void cancelActivity(ActivityTaskToken token, RespondActivityTaskCanceledRequest request) {
    throw new UnsupportedOperationException("cancelActivity");
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
    throw new UnsupportedOperationException("fire");
  }

  /** Records that a child has started. */
  public void childStarted(long initiatedEventId, WorkflowExecution child) {
    throw new UnsupportedOperationException("childStarted");
  }

  /** Records that a child could not be started. */
  public void childStartFailed(
      long initiatedEventId, StartChildWorkflowExecutionFailedCause cause) {
    throw new UnsupportedOperationException("childStartFailed");
  }

  /**
   * Records how a child ended. If its start is not recorded yet, it is recorded first.
   *
   * @param initiatedEventId the event of this run that asked for the child
   * @param child the child's last run
   * @param closeEvent the close event of that run
   */
  public void childClosed(
      long initiatedEventId, WorkflowExecution child, HistoryEvent closeEvent) {
    throw new UnsupportedOperationException("childClosed");
  }

  /** Records that another workflow has been signalled. */
  public void externalSignaled(long initiatedEventId) {
    throw new UnsupportedOperationException("externalSignaled");
  }

  /** Records that another workflow could not be signalled. */
  public void externalSignalFailed(
      long initiatedEventId, SignalExternalWorkflowExecutionFailedCause cause) {
    throw new UnsupportedOperationException("externalSignalFailed");
  }

  /** Records that another workflow has been asked to cancel. */
  public void externalCancelRequested(long initiatedEventId) {
    throw new UnsupportedOperationException("externalCancelRequested");
  }

  /** Records that another workflow could not be asked to cancel. */
  public void externalCancelFailed(
      long initiatedEventId, CancelExternalWorkflowExecutionFailedCause cause) {
    throw new UnsupportedOperationException("externalCancelFailed");
  }
}
