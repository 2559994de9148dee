// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * How many tasks a task queue hands out in a second: what the poller asked for that named a rate
 * last. After a quiet second that many may go at once, but at least one.
 */
final class DispatchRate {

  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final double LONGEST_INTERVAL = TimeUnit.HOURS.toNanos(1);

  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private double perSecond = Double.POSITIVE_INFINITY;

  /** How many nanoseconds' worth of turns was taken and has not come back, at the time below. */
  private double used;

  private long usedAtNanos;

  DispatchRate(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Zero lets nothing through until another rate is named. */
  void limit(double tasksPerSecond) {
    lock.lock();
    try {
      if (perSecond != tasksPerSecond) {
        perSecond = tasksPerSecond;
        used = 0;
        usedAtNanos = nanoTime.getAsLong();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isLimited() {
    lock.lock();
    try {
      return perSecond < Double.POSITIVE_INFINITY;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a turn and returns 0, or returns how many nanoseconds later to try again. */
  long take() {
    lock.lock();
    try {
      if (perSecond == Double.POSITIVE_INFINITY) {
        return 0;
      }
      if (perSecond == 0) {
        return (long) SECOND;
      }
      long now = nanoTime.getAsLong();
      used = Math.max(0, used - (now - usedAtNanos));
      usedAtNanos = now;
      double interval = Math.min(SECOND / perSecond, LONGEST_INTERVAL);
      double left = Math.max(1, Math.floor(perSecond)) * interval - used;
      if (left >= interval) {
        used += interval;
        return 0;
      }
      return (long) Math.ceil(interval - left);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a turn until the deadline; false if none came, or the poll is over before. */
  boolean awaitTurn(Matcher matcher, Poll poll, long deadlineNanos) {
    for (long wait = take(); wait > 0; wait = take()) {
      long now = System.nanoTime();
      long left = deadlineNanos - now;
      if (left <= 0 || !matcher.pause(poll, now + Math.min(wait, left))) {
        return false;
      }
    }
    return true;
  }
}
