// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.internal.workflow.RunStart.Continuation;
import dev.fencepost.engine.v1.HistoryBranchInfo;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.RequestIdInfo;
import dev.fencepost.engine.v1.RunState;
import dev.fencepost.engine.v1.TimerTask;
import dev.fencepost.engine.v1.VisibilityTask;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;

/** The beginning of a run: its first event, its state and its timers. */
final class StartTransition {

  private static final int FIRST_ATTEMPT = 1;

  private final RunStart start;
  private final StartWorkflowExecutionRequest request;
  private final TransitionContext context;
  private final RunTerms terms;

  private StartTransition(RunStart start, TransitionContext context) {
    this.start = start;
    this.request = start.request();
    this.context = context;
    this.terms = RunTerms.of(start, context);
  }

  /** The run with its started event; its first workflow task is yet to be scheduled. */
  static Draft begin(RunStart start, TransitionContext context) {
    return new StartTransition(start, context).begin();
  }

  /** Schedules the first workflow task, or the timer that will. */
  static void scheduleFirstWorkflowTask(Draft draft) {
    MutableState.Builder state = draft.state();
    if (state.getExecutionTime().equals(state.getStartTime())) {
      new WorkflowTaskMachine(draft).schedule();
    } else {
      draft.timer(
          Times.instant(state.getExecutionTime()),
          TimerTask.newBuilder()
              .setWorkflowBackoff(TimerTask.WorkflowBackoff.getDefaultInstance()));
    }
  }

  private Draft begin() {
    MutableState initial = initialState();
    Draft draft = Draft.ofNewRun(initial, context);
    HistoryEvent.Builder event =
        draft
            .event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED)
            .addAllLinks(request.getLinksList())
            .setWorkflowExecutionStartedEventAttributes(StartedEvent.of(start, terms, initial));
    if (request.hasUserMetadata()) {
      event.setUserMetadata(request.getUserMetadata());
    }
    draft.write(event);
    draft.visibility(VisibilityTask.Kind.KIND_START);
    terms
        .runExpiration()
        .ifPresent(
            time ->
                draft.timer(
                    time,
                    TimerTask.newBuilder()
                        .setWorkflowRunTimeout(TimerTask.WorkflowRunTimeout.getDefaultInstance())));
    terms
        .executionExpiration()
        .ifPresent(
            time ->
                draft.timer(
                    time,
                    TimerTask.newBuilder()
                        .setWorkflowExecutionTimeout(
                            TimerTask.WorkflowExecutionTimeout.getDefaultInstance())));
    return draft;
  }

  private MutableState initialState() {
    MutableState.Builder state =
        MutableState.newBuilder()
            .setNamespaceId(context.namespace().id())
            .setWorkflowId(request.getWorkflowId())
            .setRunId(start.runId())
            .setState(RunState.RUN_STATE_CREATED)
            .setStatus(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
            .setNextEventId(1)
            .setHistoryBranch(
                HistoryBranchInfo.newBuilder()
                    .setTreeId(start.runId())
                    .setBranchId(context.randomIds().get().toString()))
            .setCreateRequestId(request.getRequestId())
            .setStartRequestId(
                start
                    .continuation()
                    .map(Continuation::startRequestId)
                    .orElse(request.getRequestId()))
            .setFirstRunId(start.continuation().map(Continuation::firstRunId).orElse(start.runId()))
            .setOriginalRunId(start.runId())
            .setContinuedRunId(start.continuation().map(Continuation::runId).orElse(""))
            .setRoot(root())
            .setWorkflowType(request.getWorkflowType().getName())
            .setTaskQueue(request.getTaskQueue().getName())
            .setWorkflowExecutionTimeout(Times.duration(terms.executionTimeout()))
            .setWorkflowRunTimeout(Times.duration(terms.runTimeout()))
            .setWorkflowTaskTimeout(Times.duration(terms.taskTimeout()))
            .setStartTime(Times.timestamp(context.now()))
            .setExecutionTime(Times.timestamp(context.now().plus(terms.backoff())))
            .setAttempt(start.continuation().map(Continuation::attempt).orElse(FIRST_ATTEMPT))
            .setCronSchedule(request.getCronSchedule())
            .setWorkflowTaskAttempt(FIRST_ATTEMPT)
            .putRequestIds(
                request.getRequestId(),
                RequestIdInfo.newBuilder()
                    .setEventType(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED)
                    .setEventId(1)
                    .build());
    start.parent().ifPresent(state::setParent);
    terms.runExpiration().ifPresent(time -> state.setRunExpirationTime(Times.timestamp(time)));
    terms
        .executionExpiration()
        .ifPresent(time -> state.setExecutionExpirationTime(Times.timestamp(time)));
    terms.retryPolicy().ifPresent(state::setRetryPolicy);
    if (request.hasMemo()) {
      state.setMemo(request.getMemo());
    }
    if (request.hasSearchAttributes()) {
      state.setSearchAttributes(request.getSearchAttributes());
    }
    if (request.hasPriority()) {
      state.setPriority(request.getPriority());
    }
    if (request.hasUserMetadata()) {
      state.setUserMetadata(request.getUserMetadata());
    }
    return state.build();
  }

  private WorkflowExecution root() {
    return start
        .root()
        .orElseGet(
            () ->
                WorkflowExecution.newBuilder()
                    .setWorkflowId(request.getWorkflowId())
                    .setRunId(start.runId())
                    .build());
  }
}
