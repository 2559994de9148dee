// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for conditions. */
final class Await {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Await() {}

  static void until(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("gave up waiting until " + what).isLessThan(end);
      Thread.sleep(5);
    }
  }
}
