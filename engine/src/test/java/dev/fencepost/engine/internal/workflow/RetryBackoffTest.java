// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.failure.v1.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryBackoffTest {

  private static final RetryPolicy POLICY =
      RetryPolicies.withDefaults(RetryPolicy.getDefaultInstance());
  private static final Failure FAILURE = Requests.failure("IOException");

  private static RetryBackoff decide(RetryPolicy policy, int attempt, Failure failure) {
    return RetryBackoff.decide(policy, attempt, failure, Requests.START_TIME, Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,4", "7,64", "8,100", "1000,100"})
  void delay_doublesUpToItsLimit(int attempt, long seconds) {
    assertThat(decide(POLICY, attempt, FAILURE))
        .isEqualTo(
            new RetryBackoff(RetryState.RETRY_STATE_IN_PROGRESS, Duration.ofSeconds(seconds)));
  }

  @Test
  void requestedDelay_winsOverThePolicy() {
    Failure.Builder failure = FAILURE.toBuilder();
    failure
        .getApplicationFailureInfoBuilder()
        .setNextRetryDelay(Times.duration(Duration.ofMinutes(7)));

    assertThat(decide(POLICY, 1, failure.build()).delay()).isEqualTo(Duration.ofMinutes(7));
  }

  @Test
  void nonRetryableFailure_isNotRetried() {
    Failure.Builder failure = FAILURE.toBuilder();
    failure.getApplicationFailureInfoBuilder().setNonRetryable(true);

    assertThat(decide(POLICY, 1, failure.build()).state())
        .isEqualTo(RetryState.RETRY_STATE_NON_RETRYABLE_FAILURE);
  }

  @Test
  void timeouts_areRetriedWhereAnotherAttemptCanHelp() {
    assertThat(
            decide(POLICY, 1, Failures.timeout("", TimeoutType.TIMEOUT_TYPE_HEARTBEAT)).isRetry())
        .isTrue();
    assertThat(
            decide(POLICY, 1, Failures.timeout("", TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START))
                .isRetry())
        .isFalse();
    RetryPolicy policy =
        POLICY.toBuilder().addNonRetryableErrorTypes("TemporalTimeout:StartToClose").build();
    assertThat(
            decide(policy, 1, Failures.timeout("", TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE))
                .isRetry())
        .isFalse();
  }

  @Test
  void retryAfterTheExpiration_isOutOfTime() {
    Instant expiration = Requests.START_TIME.plusMillis(999);

    assertThat(
            RetryBackoff.decide(POLICY, 1, FAILURE, Requests.START_TIME, Optional.of(expiration)))
        .isEqualTo(RetryBackoff.none(RetryState.RETRY_STATE_TIMEOUT));
  }
}
