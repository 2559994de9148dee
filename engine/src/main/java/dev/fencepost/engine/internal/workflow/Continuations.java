// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.internal.workflow.RunStart.Continuation;
import dev.fencepost.engine.v1.MutableState;
import io.temporal.api.command.v1.ContinueAsNewWorkflowExecutionCommandAttributes;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.ContinueAsNewInitiator;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The run that follows one that closes: by its retry policy, by cron, or because it asks for it.
 */
final class Continuations {

  private static final int FIRST_ATTEMPT = 1;
  private static final long STARTED_EVENT_ID = 1;

  private final Draft draft;

  Continuations(Draft draft) {
    this.draft = draft;
  }

  /** Whether the run is retried after a failure. */
  RetryBackoff retryAfter(Failure failure) {
    MutableState.Builder state = draft.state();
    if (!state.hasRetryPolicy()) {
      return RetryBackoff.none(RetryState.RETRY_STATE_RETRY_POLICY_NOT_SET);
    }
    return RetryBackoff.decide(
        state.getRetryPolicy(), state.getAttempt(), failure, draft.now(), expiration());
  }

  /** How long the next run waits by the cron schedule, or empty if there is none. */
  Optional<Duration> cronBackoff() {
    MutableState.Builder state = draft.state();
    if (state.getCronSchedule().isEmpty()) {
      return Optional.empty();
    }
    return CronSchedule.parse(state.getCronSchedule())
        .backoff(Times.instant(state.getExecutionTime()), draft.now());
  }

  private Optional<Instant> expiration() {
    return draft.state().hasExecutionExpirationTime()
        ? Optional.of(Times.instant(draft.state().getExecutionExpirationTime()))
        : Optional.empty();
  }

  String newRunId() {
    return draft.context().randomIds().get().toString();
  }

  void retry(String runId, Duration backoff, Failure failure) {
    WorkflowExecutionStartedEventAttributes started = startedEvent();
    start(
        runId,
        again(started),
        ContinueAsNewInitiator.CONTINUE_AS_NEW_INITIATOR_RETRY,
        Optional.of(failure),
        lastResult(started),
        backoff,
        draft.state().getAttempt() + 1);
  }

  void cronAfterSuccess(String runId, Duration backoff, Optional<Payloads> result) {
    start(
        runId,
        again(startedEvent()),
        ContinueAsNewInitiator.CONTINUE_AS_NEW_INITIATOR_CRON_SCHEDULE,
        Optional.empty(),
        result,
        backoff,
        FIRST_ATTEMPT);
  }

  void cronAfterFailure(String runId, Duration backoff, Failure failure) {
    WorkflowExecutionStartedEventAttributes started = startedEvent();
    start(
        runId,
        again(started),
        ContinueAsNewInitiator.CONTINUE_AS_NEW_INITIATOR_CRON_SCHEDULE,
        Optional.of(failure),
        lastResult(started),
        backoff,
        FIRST_ATTEMPT);
  }

  /** Starts the run a workflow asks for; what the command leaves out stays as it is. */
  void continueAsNew(String runId, ContinueAsNewWorkflowExecutionCommandAttributes command) {
    Optional<Payloads> result =
        command.hasLastCompletionResult()
            ? Optional.of(command.getLastCompletionResult())
            : lastResult(startedEvent());
    start(
        runId,
        requested(command),
        ContinueAsNewInitiator.CONTINUE_AS_NEW_INITIATOR_WORKFLOW,
        command.hasFailure() ? Optional.of(command.getFailure()) : Optional.empty(),
        result,
        Times.duration(command.getBackoffStartInterval()),
        FIRST_ATTEMPT);
  }

  private StartWorkflowExecutionRequest requested(
      ContinueAsNewWorkflowExecutionCommandAttributes command) {
    MutableState.Builder state = draft.state();
    StartWorkflowExecutionRequest.Builder request =
        carriedOver().setWorkflowTaskTimeout(state.getWorkflowTaskTimeout());
    request.setWorkflowRunTimeout(
        Times.isPositive(command.getWorkflowRunTimeout())
            ? command.getWorkflowRunTimeout()
            : state.getWorkflowRunTimeout());
    if (Times.isPositive(command.getWorkflowTaskTimeout())) {
      request.setWorkflowTaskTimeout(command.getWorkflowTaskTimeout());
    }
    if (!command.getWorkflowType().getName().isEmpty()) {
      request.setWorkflowType(command.getWorkflowType());
    }
    if (!command.getTaskQueue().getName().isEmpty()) {
      request.setTaskQueue(
          draft.normalTaskQueue().toBuilder().setName(command.getTaskQueue().getName()));
    }
    if (command.hasInput()) {
      request.setInput(command.getInput());
    }
    if (command.hasHeader()) {
      request.setHeader(command.getHeader());
    }
    if (command.hasMemo()) {
      request.setMemo(command.getMemo());
    }
    if (command.hasSearchAttributes()) {
      request.setSearchAttributes(command.getSearchAttributes());
    }
    if (command.hasRetryPolicy()) {
      request.setRetryPolicy(command.getRetryPolicy());
    }
    if (!command.getCronSchedule().isEmpty()) {
      request.setCronSchedule(command.getCronSchedule());
    }
    return request.build();
  }

  /** The request the run was started with, once more. */
  private StartWorkflowExecutionRequest again(WorkflowExecutionStartedEventAttributes started) {
    StartWorkflowExecutionRequest.Builder request =
        carriedOver()
            .setWorkflowRunTimeout(started.getWorkflowRunTimeout())
            .setWorkflowTaskTimeout(started.getWorkflowTaskTimeout());
    if (started.hasInput()) {
      request.setInput(started.getInput());
    }
    if (started.hasHeader()) {
      request.setHeader(started.getHeader());
    }
    return request.build();
  }

  private StartWorkflowExecutionRequest.Builder carriedOver() {
    MutableState.Builder state = draft.state();
    StartWorkflowExecutionRequest.Builder request =
        StartWorkflowExecutionRequest.newBuilder()
            .setRequestId(newRunId())
            .setNamespace(draft.context().namespace().name())
            .setWorkflowId(state.getWorkflowId())
            .setTaskQueue(draft.normalTaskQueue())
            .setWorkflowExecutionTimeout(state.getWorkflowExecutionTimeout())
            .setCronSchedule(state.getCronSchedule());
    request.getWorkflowTypeBuilder().setName(state.getWorkflowType());
    if (state.hasRetryPolicy()) {
      request.setRetryPolicy(state.getRetryPolicy());
    }
    if (state.hasMemo()) {
      request.setMemo(state.getMemo());
    }
    if (state.hasSearchAttributes()) {
      request.setSearchAttributes(state.getSearchAttributes());
    }
    if (state.hasPriority()) {
      request.setPriority(state.getPriority());
    }
    if (state.hasUserMetadata()) {
      request.setUserMetadata(state.getUserMetadata());
    }
    return request;
  }

  private WorkflowExecutionStartedEventAttributes startedEvent() {
    return draft
        .context()
        .pastEvents()
        .event(STARTED_EVENT_ID, STARTED_EVENT_ID)
        .getWorkflowExecutionStartedEventAttributes();
  }

  private static Optional<Payloads> lastResult(WorkflowExecutionStartedEventAttributes started) {
    return started.hasLastCompletionResult()
        ? Optional.of(started.getLastCompletionResult())
        : Optional.empty();
  }

  private void start(
      String runId,
      StartWorkflowExecutionRequest request,
      ContinueAsNewInitiator initiator,
      Optional<Failure> failure,
      Optional<Payloads> lastResult,
      Duration backoff,
      int attempt) {
    MutableState.Builder state = draft.state();
    Draft next =
        StartTransition.begin(
            new RunStart(
                runId,
                request,
                state.hasParent() ? Optional.of(state.getParent()) : Optional.empty(),
                state.hasParent() ? Optional.of(state.getRoot()) : Optional.empty(),
                Optional.of(
                    new Continuation(
                        state.getRunId(),
                        state.getFirstRunId(),
                        state.getStartRequestId(),
                        initiator,
                        failure,
                        lastResult,
                        backoff,
                        attempt,
                        expiration()))),
            draft.context());
    StartTransition.scheduleFirstWorkflowTask(next);
    state.setNewRunId(runId);
    draft.continueWith(next.finish());
  }
}
