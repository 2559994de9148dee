// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * One poll of a task queue. What it was given is guarded by the lock of the {@link Matcher} it
 * waits in; whether it was canceled anybody may read and set.
 */
final class Poll {

  private final Poller poller;
  private volatile boolean canceled;
  private @Nullable Condition wakeUp;
  private @Nullable Match given;

  Poll(Poller poller) {
    this.poller = poller;
  }

  /** Who polls. */
  Poller poller() {
    return poller;
  }

  boolean isCanceled() {
    return canceled;
  }

  /** Takes effect at the latest when the poll is given something; call {@link Matcher#wake} too. */
  void cancel() {
    canceled = true;
  }

  void waitWith(Condition condition) {
    wakeUp = condition;
  }

  void give(Match match) {
    given = match;
    signal();
  }

  void signal() {
    Condition condition = wakeUp;
    if (condition != null) {
      condition.signal();
    }
  }

  @Nullable Match takeGiven() {
    Match match = given;
    given = null;
    return match;
  }
}
