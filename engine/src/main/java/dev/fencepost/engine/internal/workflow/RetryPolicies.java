// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import io.temporal.api.common.v1.RetryPolicy;
import java.time.Duration;
import java.util.Optional;

/** What a retry policy means where it says nothing, and what it may not say. */
final class RetryPolicies {

  private static final Duration INITIAL_INTERVAL = Duration.ofSeconds(1);
  private static final double BACKOFF_COEFFICIENT = 2.0;
  private static final int MAXIMUM_INTERVAL_FACTOR = 100;

  private RetryPolicies() {}

  /** The policy with Temporal's defaults filled in. */
  static RetryPolicy withDefaults(RetryPolicy policy) {
    RetryPolicy.Builder filled = policy.toBuilder();
    if (Times.duration(policy.getInitialInterval()).isZero()) {
      filled.setInitialInterval(Times.duration(INITIAL_INTERVAL));
    }
    if (policy.getBackoffCoefficient() == 0) {
      filled.setBackoffCoefficient(BACKOFF_COEFFICIENT);
    }
    if (Times.duration(policy.getMaximumInterval()).isZero()) {
      Duration initial = Times.duration(filled.getInitialInterval());
      filled.setMaximumInterval(Times.duration(initial.multipliedBy(MAXIMUM_INTERVAL_FACTOR)));
    }
    return filled.build();
  }

  /** What is wrong with a policy, defaults filled in, or empty if nothing is. */
  static Optional<String> problemOf(RetryPolicy policy) {
    if (Times.isNegative(policy.getInitialInterval())) {
      return Optional.of("InitialInterval cannot be negative on retry policy.");
    }
    if (policy.getBackoffCoefficient() < 1) {
      return Optional.of("BackoffCoefficient cannot be less than 1 on retry policy.");
    }
    if (Times.isNegative(policy.getMaximumInterval())) {
      return Optional.of("MaximumInterval cannot be negative on retry policy.");
    }
    if (Times.duration(policy.getMaximumInterval())
            .compareTo(Times.duration(policy.getInitialInterval()))
        < 0) {
      return Optional.of("MaximumInterval cannot be less than InitialInterval on retry policy.");
    }
    if (policy.getMaximumAttempts() < 0) {
      return Optional.of("MaximumAttempts cannot be negative on retry policy.");
    }
    return Optional.empty();
  }
}
