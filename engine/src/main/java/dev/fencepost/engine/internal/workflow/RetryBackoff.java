// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.failure.v1.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether something that failed is tried again, and after how long.
 *
 * @param state IN_PROGRESS if it is, else why it isn't
 * @param delay how long to wait; zero if it isn't
 */
record RetryBackoff(RetryState state, Duration delay) {

  private static final String TIMEOUT_TYPE_PREFIX = "TemporalTimeout:";
  private static final double NANOS_PER_SECOND = 1e9;

  static RetryBackoff none(RetryState state) {
    return new RetryBackoff(state, Duration.ZERO);
  }

  boolean isRetry() {
    return state == RetryState.RETRY_STATE_IN_PROGRESS;
  }

  /**
   * Decides.
   *
   * @param policy the retry policy, defaults filled in
   * @param attempt the attempt that failed, from 1
   * @param failure why
   * @param now the time
   * @param expiration when it is too late to begin another attempt
   */
  static RetryBackoff decide(
      RetryPolicy policy, int attempt, Failure failure, Instant now, Optional<Instant> expiration) {
    if (!isRetryable(failure, policy.getNonRetryableErrorTypesList())) {
      return none(RetryState.RETRY_STATE_NON_RETRYABLE_FAILURE);
    }
    if (policy.getMaximumAttempts() > 0 && attempt >= policy.getMaximumAttempts()) {
      return none(RetryState.RETRY_STATE_MAXIMUM_ATTEMPTS_REACHED);
    }
    Duration delay = requestedDelay(failure).orElseGet(() -> exponential(policy, attempt));
    if (expiration.isPresent() && now.plus(delay).isAfter(expiration.get())) {
      return none(RetryState.RETRY_STATE_TIMEOUT);
    }
    return new RetryBackoff(RetryState.RETRY_STATE_IN_PROGRESS, delay);
  }

  private static Optional<Duration> requestedDelay(Failure failure) {
    return failure.getApplicationFailureInfo().hasNextRetryDelay()
        ? Optional.of(Times.duration(failure.getApplicationFailureInfo().getNextRetryDelay()))
        : Optional.empty();
  }

  private static Duration exponential(RetryPolicy policy, int attempt) {
    Duration longest = Times.duration(policy.getMaximumInterval());
    double nanos =
        Times.duration(policy.getInitialInterval()).toNanos()
            * Math.pow(policy.getBackoffCoefficient(), attempt - 1.0);
    if (nanos / NANOS_PER_SECOND >= longest.toNanos() / NANOS_PER_SECOND) {
      return longest;
    }
    return Duration.ofNanos((long) nanos);
  }

  private static boolean isRetryable(Failure failure, List<String> nonRetryableTypes) {
    return switch (failure.getFailureInfoCase()) {
      case TERMINATED_FAILURE_INFO, CANCELED_FAILURE_INFO -> false;
      case TIMEOUT_FAILURE_INFO ->
          isRetryable(failure.getTimeoutFailureInfo().getTimeoutType(), nonRetryableTypes);
      case SERVER_FAILURE_INFO -> !failure.getServerFailureInfo().getNonRetryable();
      case APPLICATION_FAILURE_INFO ->
          !failure.getApplicationFailureInfo().getNonRetryable()
              && !nonRetryableTypes.contains(failure.getApplicationFailureInfo().getType());
      default -> true;
    };
  }

  private static boolean isRetryable(TimeoutType type, List<String> nonRetryableTypes) {
    return switch (type) {
      case TIMEOUT_TYPE_START_TO_CLOSE ->
          !nonRetryableTypes.contains(TIMEOUT_TYPE_PREFIX + "StartToClose");
      case TIMEOUT_TYPE_HEARTBEAT -> !nonRetryableTypes.contains(TIMEOUT_TYPE_PREFIX + "Heartbeat");
      case TIMEOUT_TYPE_UNSPECIFIED,
          TIMEOUT_TYPE_SCHEDULE_TO_START,
          TIMEOUT_TYPE_SCHEDULE_TO_CLOSE,
          UNRECOGNIZED ->
          false;
    };
  }
}
