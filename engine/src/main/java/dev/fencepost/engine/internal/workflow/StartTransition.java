// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.internal.workflow.Rejection.Reason;
import dev.fencepost.engine.internal.workflow.RunStart.Continuation;
import dev.fencepost.engine.v1.HistoryBranchInfo;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.ParentInfo;
import dev.fencepost.engine.v1.RequestIdInfo;
import dev.fencepost.engine.v1.RunState;
import dev.fencepost.engine.v1.TimerTask;
import dev.fencepost.engine.v1.VisibilityTask;
import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The beginning of a run: its first event, its state and its timers. */
final class StartTransition {

  private static final int FIRST_ATTEMPT = 1;

  private final RunStart start;
  private final StartWorkflowExecutionRequest request;
  private final TransitionContext context;
  private final Duration backoff;
  private final Duration executionTimeout;
  private final Duration runTimeout;
  private final Duration taskTimeout;
  private final Optional<Instant> executionExpiration;

  private StartTransition(RunStart start, TransitionContext context) {
    this.start = start;
    this.request = start.request();
    this.context = context;
    this.backoff = backoff();
    this.executionTimeout = Times.duration(request.getWorkflowExecutionTimeout());
    this.runTimeout =
        Times.shorter(Times.duration(request.getWorkflowRunTimeout()), executionTimeout);
    this.taskTimeout = taskTimeout();
    this.executionExpiration = executionExpiration();
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

  private Duration backoff() {
    if (start.continuation().isPresent()) {
      return start.continuation().get().backoff();
    }
    if (request.getCronSchedule().isEmpty()) {
      return Times.duration(request.getWorkflowStartDelay());
    }
    try {
      return CronSchedule.parse(request.getCronSchedule())
          .backoff(context.now(), context.now())
          .orElseThrow(() -> invalid("Invalid CronSchedule: it never comes due."));
    } catch (IllegalArgumentException e) {
      throw invalid("Invalid CronSchedule: " + e.getMessage() + ".");
    }
  }

  private Duration taskTimeout() {
    WorkflowLimits limits = context.limits();
    Duration asked = Times.duration(request.getWorkflowTaskTimeout());
    Duration timeout = asked.isZero() ? limits.workflowTaskTimeout() : asked;
    return Times.shorter(
        Times.shorter(timeout, limits.longestWorkflowTaskTimeout()), runTimeout);
  }

  private Optional<Instant> executionExpiration() {
    if (start.continuation().isPresent()) {
      return start.continuation().get().expiration();
    }
    return executionTimeout.isZero()
        ? Optional.empty()
        : Optional.of(context.now().plus(backoff).plus(executionTimeout));
  }

  private Optional<Instant> runExpiration() {
    Optional<Instant> byRun =
        runTimeout.isZero()
            ? Optional.empty()
            : Optional.of(context.now().plus(backoff).plus(runTimeout));
    if (byRun.isPresent() && executionExpiration.isPresent()) {
      return byRun.get().isBefore(executionExpiration.get()) ? byRun : executionExpiration;
    }
    return byRun;
  }

  private static Rejection invalid(String message) {
    return new Rejection(Reason.INVALID_ARGUMENT, message);
  }

  private void validate() {
    if (request.getWorkflowId().isEmpty()) {
      throw invalid("WorkflowId is not set on request.");
    }
    if (request.getWorkflowType().getName().isEmpty()) {
      throw invalid("WorkflowType is not set on request.");
    }
    if (request.getTaskQueue().getName().isEmpty()) {
      throw invalid("TaskQueue is not set on request.");
    }
    if (executionTimeout.isNegative() || runTimeout.isNegative() || taskTimeout.isNegative()) {
      throw invalid("Workflow timeouts can't be negative.");
    }
    if (backoff.isNegative()) {
      throw invalid("WorkflowStartDelay can't be negative.");
    }
    if (!request.getCronSchedule().isEmpty() && request.hasWorkflowStartDelay()) {
      throw invalid("CronSchedule and WorkflowStartDelay may not be used together.");
    }
    retryPolicy()
        .flatMap(RetryPolicies::problemOf)
        .ifPresent(
            problem -> {
              throw invalid(problem);
            });
  }

  private Optional<RetryPolicy> retryPolicy() {
    return request.hasRetryPolicy()
        ? Optional.of(RetryPolicies.withDefaults(request.getRetryPolicy()))
        : Optional.empty();
  }

  private Draft begin() {
    validate();
    Draft draft = Draft.ofNewRun(initialState(), context);
    HistoryEvent.Builder event =
        draft
            .event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED)
            .addAllLinks(request.getLinksList())
            .setWorkflowExecutionStartedEventAttributes(startedEvent());
    if (request.hasUserMetadata()) {
      event.setUserMetadata(request.getUserMetadata());
    }
    draft.write(event);
    draft.visibility(VisibilityTask.Kind.KIND_START);
    runExpiration()
        .ifPresent(
            time ->
                draft.timer(
                    time,
                    TimerTask.newBuilder()
                        .setWorkflowRunTimeout(
                            TimerTask.WorkflowRunTimeout.getDefaultInstance())));
    executionExpiration.ifPresent(
        time ->
            draft.timer(
                time,
                TimerTask.newBuilder()
                    .setWorkflowExecutionTimeout(
                        TimerTask.WorkflowExecutionTimeout.getDefaultInstance())));
    return draft;
  }

  private String firstRunId() {
    return start.continuation().map(Continuation::firstRunId).orElse(start.runId());
  }

  private int attempt() {
    return start.continuation().map(Continuation::attempt).orElse(FIRST_ATTEMPT);
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
            .setFirstRunId(firstRunId())
            .setOriginalRunId(start.runId())
            .setRoot(root())
            .setWorkflowType(request.getWorkflowType().getName())
            .setTaskQueue(request.getTaskQueue().getName())
            .setWorkflowExecutionTimeout(Times.duration(executionTimeout))
            .setWorkflowRunTimeout(Times.duration(runTimeout))
            .setWorkflowTaskTimeout(Times.duration(taskTimeout))
            .setStartTime(Times.timestamp(context.now()))
            .setExecutionTime(Times.timestamp(context.now().plus(backoff)))
            .setAttempt(attempt())
            .setCronSchedule(request.getCronSchedule())
            .setWorkflowTaskAttempt(FIRST_ATTEMPT)
            .putRequestIds(
                request.getRequestId(),
                RequestIdInfo.newBuilder()
                    .setEventType(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED)
                    .setEventId(1)
                    .build());
    start.parent().ifPresent(state::setParent);
    start.continuation().ifPresent(continuation -> state.setContinuedRunId(continuation.runId()));
    runExpiration().ifPresent(time -> state.setRunExpirationTime(Times.timestamp(time)));
    executionExpiration.ifPresent(
        time -> state.setExecutionExpirationTime(Times.timestamp(time)));
    retryPolicy().ifPresent(state::setRetryPolicy);
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

  private WorkflowExecutionStartedEventAttributes startedEvent() {
    WorkflowExecutionStartedEventAttributes.Builder event =
        WorkflowExecutionStartedEventAttributes.newBuilder()
            .setWorkflowId(request.getWorkflowId())
            .setWorkflowType(request.getWorkflowType())
            .setTaskQueue(request.getTaskQueue())
            .setWorkflowExecutionTimeout(Times.duration(executionTimeout))
            .setWorkflowRunTimeout(Times.duration(runTimeout))
            .setWorkflowTaskTimeout(Times.duration(taskTimeout))
            .setOriginalExecutionRunId(start.runId())
            .setFirstExecutionRunId(firstRunId())
            .setIdentity(request.getIdentity())
            .setAttempt(attempt())
            .setCronSchedule(request.getCronSchedule())
            .setFirstWorkflowTaskBackoff(Times.duration(backoff))
            .setRootWorkflowExecution(root());
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
    retryPolicy().ifPresent(event::setRetryPolicy);
    executionExpiration.ifPresent(
        time -> event.setWorkflowExecutionExpirationTime(Times.timestamp(time)));
    start.parent().ifPresent(parent -> addParent(event, parent));
    start.continuation().ifPresent(continuation -> addContinuation(event, continuation));
    return event.build();
  }

  private static void addParent(
      WorkflowExecutionStartedEventAttributes.Builder event, ParentInfo parent) {
    event
        .setParentWorkflowNamespace(parent.getNamespace())
        .setParentWorkflowNamespaceId(parent.getNamespaceId())
        .setParentWorkflowExecution(parent.getExecution())
        .setParentInitiatedEventId(parent.getInitiatedEventId())
        .setParentInitiatedEventVersion(parent.getInitiatedEventVersion());
  }

  private static void addContinuation(
      WorkflowExecutionStartedEventAttributes.Builder event, Continuation continuation) {
    event
        .setContinuedExecutionRunId(continuation.runId())
        .setInitiator(continuation.initiator());
    continuation.failure().ifPresent(event::setContinuedFailure);
    continuation.lastResult().ifPresent(event::setLastCompletionResult);
  }
}
