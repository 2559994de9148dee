// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import io.temporal.api.enums.v1.TaskQueueKind;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Who used a task queue lately. */
final class TaskQueueUse {

  private final long stickyPollerExpiryNanos;
  private final long idleReleaseNanos;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger polls = new AtomicInteger();
  private volatile long lastCallNanos = System.nanoTime();
  private volatile long lastPollNanos;
  private volatile boolean hasPollers;
  private volatile boolean sticky;

  TaskQueueUse(MatchingSettings settings) {
    this.stickyPollerExpiryNanos = settings.stickyPollerExpiry().toNanos();
    this.idleReleaseNanos = settings.idleRelease().toNanos();
  }

  /** Runs a call of the task queue. */
  <T> T duringCall(Supplier<T> call) {
    int ignored = calls.incrementAndGet();
    try {
      return call.get();
    } finally {
      lastCallNanos = System.nanoTime();
      ignored = calls.decrementAndGet();
    }
  }

  /** Runs a poll of the task queue. */
  <T> T duringPoll(Supplier<T> poll) {
    int ignored = polls.incrementAndGet();
    sawPoller();
    try {
      return duringCall(poll);
    } finally {
      if (hasPollers) {
        sawPoller();
      }
      ignored = polls.decrementAndGet();
    }
  }

  private void sawPoller() {
    lastPollNanos = System.nanoTime();
    hasPollers = true;
  }

  /** The worker of a sticky queue is gone. */
  void forgetPollers() {
    hasPollers = false;
  }

  boolean hasRecentPoller() {
    return hasPollers
        && (polls.get() > 0 || System.nanoTime() - lastPollNanos < stickyPollerExpiryNanos);
  }

  void markSticky() {
    sticky = true;
  }

  boolean isSticky() {
    return sticky;
  }

  TaskQueueKind kind() {
    return sticky ? TaskQueueKind.TASK_QUEUE_KIND_STICKY : TaskQueueKind.TASK_QUEUE_KIND_NORMAL;
  }

  boolean isIdle() {
    return calls.get() == 0 && System.nanoTime() - lastCallNanos > idleReleaseNanos;
  }
}
