// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A moment by which something must have happened. */
record Deadline(long nanoTime) {

  static Deadline inThirtySeconds() {
    return new Deadline(System.nanoTime() + Duration.ofSeconds(30).toNanos());
  }

  /** Fails if the moment has passed. */
  void check(String whatIsMissing) {
    if (System.nanoTime() - nanoTime > 0) {
      throw new AssertionError(whatIsMissing + " within 30 s");
    }
  }

  /** Waits for a condition. */
  void await(String whatIsMissing, BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      check(whatIsMissing);
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
