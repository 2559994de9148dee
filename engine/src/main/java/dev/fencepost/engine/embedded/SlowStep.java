// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.embedded;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Something that may take long: says so every two seconds until it has ended. */
final class SlowStep {

  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private SlowStep() {}

  static <T> T run(String what, Consumer<String> progress, Supplier<T> step) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread teller = Thread.startVirtualThread(() -> tell(what, progress, ended));
    try {
      return step.get();
    } finally {
      ended.countDown();
      teller.interrupt();
    }
  }

  private static void tell(String what, Consumer<String> progress, CountDownLatch ended) {
    long seconds = 0;
    try {
      while (!ended.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        seconds += INTERVAL.toSeconds();
        progress.accept(what + " (" + seconds + " s)");
      }
    } catch (InterruptedException stepEnded) {
      Thread.currentThread().interrupt();
    }
  }
}
