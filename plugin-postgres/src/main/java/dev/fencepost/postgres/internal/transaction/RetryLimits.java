// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long the runner repeats what the database asks to be repeated.
 *
 * @param attempts the most attempts of a call, at least 1
 * @param time how long after its start a call may begin another attempt
 * @param firstDelay the longest wait before the second attempt; it doubles with each
 * @param longestDelay the longest wait there is
 * @param resolutionTime how long the outcome of a lost attempt is looked for
 */
public record RetryLimits(
    int attempts,
    Duration time,
    Duration firstDelay,
    Duration longestDelay,
    Duration resolutionTime) {

  /**
   * Repeats {@link RunAgain}, after a wait drawn evenly from zero to the longest of that attempt.
   */
  RetryPolicy<Object> policy() {
    return RetryPolicy.builder()
        .handle(RunAgain.class)
        .withMaxAttempts(attempts)
        .withMaxDuration(time)
        .<RunAgain>withDelayFnOn(context -> delay(context.getAttemptCount()), RunAgain.class)
        .onRetryScheduled(
            wait -> {
              if (wait.getLastException() instanceof RunAgain again) {
                again.operation().recordBackOff(wait.getDelay());
              }
            })
        .build();
  }

  private Duration delay(int attempt) {
    long longest =
        Math.min(longestDelay.toNanos(), firstDelay.toNanos() << Math.min(attempt - 1, 20));
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest + 1));
  }
}
