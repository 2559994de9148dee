// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.fault;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A fault that waits for its message. It strikes once. */
public final class ArmedFault {

  private final Fault fault;
  private final MessageCondition condition;
  private final CountDownLatch struck = new CountDownLatch(1);

  ArmedFault(Fault fault, MessageCondition condition) {
    this.fault = fault;
    this.condition = condition;
  }

  Fault fault() {
    return fault;
  }

  /** Whether it strikes at this message; at most one caller is told so. */
  synchronized boolean strikes(FrontendMessage message) {
    if (struck.getCount() == 0 || !condition.matches(message)) {
      return false;
    }
    struck.countDown();
    return true;
  }

  /** Whether its message has come. */
  public boolean struck() {
    return struck.getCount() == 0;
  }

  /**
   * Waits until its message has come.
   *
   * @return whether it came in time
   */
  public boolean awaitStrike(Duration timeout) throws InterruptedException {
    return struck.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }
}
