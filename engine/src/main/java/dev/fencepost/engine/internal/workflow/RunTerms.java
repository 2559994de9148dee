// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.internal.workflow.Rejection.Reason;
import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The timeouts, back-off and retry policy of a run, checked and with what is left out filled in.
 *
 * @param backoff how long the first workflow task waits
 * @param executionTimeout of the chain of runs, zero for none
 * @param runTimeout of the run, zero for none
 * @param taskTimeout of a workflow task
 * @param executionExpiration when the time of the chain is up
 * @param runExpiration when the time of the run is up
 * @param retryPolicy the retry policy
 */
record RunTerms(
    Duration backoff,
    Duration executionTimeout,
    Duration runTimeout,
    Duration taskTimeout,
    Optional<Instant> executionExpiration,
    Optional<Instant> runExpiration,
    Optional<RetryPolicy> retryPolicy) {

  /**
   * The terms of a run that starts now.
   *
   * @throws Rejection if they make no sense
   */
  static RunTerms of(RunStart start, TransitionContext context) {
    StartWorkflowExecutionRequest request = start.request();
    Duration backoff =
        start
            .continuation()
            .map(RunStart.Continuation::backoff)
            .orElseGet(() -> firstBackoff(request, context.now()));
    Duration executionTimeout = Times.duration(request.getWorkflowExecutionTimeout());
    Duration runTimeout =
        Times.shorter(Times.duration(request.getWorkflowRunTimeout()), executionTimeout);
    Instant due = context.now().plus(backoff);
    Optional<Instant> executionExpiration =
        start.continuation().isPresent()
            ? start.continuation().get().expiration()
            : after(due, executionTimeout);
    RunTerms terms =
        new RunTerms(
            backoff,
            executionTimeout,
            runTimeout,
            taskTimeout(request, runTimeout, context.limits()),
            executionExpiration,
            earlier(after(due, runTimeout), executionExpiration),
            request.hasRetryPolicy()
                ? Optional.of(RetryPolicies.withDefaults(request.getRetryPolicy()))
                : Optional.empty());
    terms.validate(request);
    return terms;
  }

  private static Duration firstBackoff(StartWorkflowExecutionRequest request, Instant now) {
    if (request.getCronSchedule().isEmpty()) {
      return Times.duration(request.getWorkflowStartDelay());
    }
    try {
      return CronSchedule.parse(request.getCronSchedule())
          .backoff(now, now)
          .orElseThrow(() -> invalid("Invalid CronSchedule: it never comes due."));
    } catch (IllegalArgumentException e) {
      throw invalid("Invalid CronSchedule: " + e.getMessage() + ".");
    }
  }

  private static Duration taskTimeout(
      StartWorkflowExecutionRequest request, Duration runTimeout, WorkflowLimits limits) {
    Duration asked = Times.duration(request.getWorkflowTaskTimeout());
    Duration timeout = asked.isZero() ? limits.workflowTaskTimeout() : asked;
    return Times.shorter(Times.shorter(timeout, limits.longestWorkflowTaskTimeout()), runTimeout);
  }

  private static Optional<Instant> after(Instant due, Duration timeout) {
    return timeout.isZero() ? Optional.empty() : Optional.of(due.plus(timeout));
  }

  /** A run without a timeout of its own ends with its chain, by the chain's timer. */
  private static Optional<Instant> earlier(Optional<Instant> run, Optional<Instant> execution) {
    if (run.isPresent() && execution.isPresent()) {
      return run.get().isBefore(execution.get()) ? run : execution;
    }
    return run;
  }

  private void validate(StartWorkflowExecutionRequest request) {
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
    retryPolicy
        .flatMap(RetryPolicies::problemOf)
        .ifPresent(
            problem -> {
              throw invalid(problem);
            });
  }

  private static Rejection invalid(String message) {
    return new Rejection(Reason.INVALID_ARGUMENT, message);
  }
}
