// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The task ids that one acquisition of a shard may give out, and the writes that are using some of
 * them.
 */
final class TaskIdBlock {

  /** The bits of a task id below the range id. */
  static final int BITS = 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final TreeSet<Long> open = new TreeSet<>();
  private final long first;
  private final long end;
  private long next;

  TaskIdBlock(long rangeId) {
    this.first = rangeId << BITS;
    this.end = (rangeId + 1) << BITS;
    this.next = first;
  }

  /** The first id of the block; everything written by earlier owners is below. */
  long first() {
    return first;
  }

  /** Begins a write: no id given out from now on counts as committed until it is closed. */
  long open() {
    lock.lock();
    try {
      long floor = next++;
      open.add(floor);
      return floor;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a write. */
  void close(long floor) {
    lock.lock();
    try {
      open.remove(floor);
    } finally {
      lock.unlock();
    }
  }

  /** An id greater than all before. */
  long next() {
    lock.lock();
    try {
      if (next >= end) {
        throw new IllegalStateException("the block of task ids is used up");
      }
      return next++;
    } finally {
      lock.unlock();
    }
  }

  /** Every id below has been committed or never will be. */
  long committedBelow() {
    lock.lock();
    try {
      return open.isEmpty() ? next : open.first();
    } finally {
      lock.unlock();
    }
  }

  /** The writes under way. */
  int openWrites() {
    lock.lock();
    try {
      return open.size();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a sixteenth of the block or less is left: time to take the next one. */
  boolean isNearlyUsedUp() {
    lock.lock();
    try {
      return end - next <= (1L << (BITS - 4));
    } finally {
      lock.unlock();
    }
  }
}
