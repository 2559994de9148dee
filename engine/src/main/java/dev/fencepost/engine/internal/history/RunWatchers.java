// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.spi.execution.WorkflowKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/** The long polls that wait for a run of one shard to move on. */
final class RunWatchers {

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<WorkflowKey, Set<CountDownLatch>> watches = new HashMap<>();
  private boolean closed;

  /** A latch that opens at the run's next change; watch first, then look at the run. */
  CountDownLatch watch(WorkflowKey key) {
    CountDownLatch latch = new CountDownLatch(1);
    lock.lock();
    try {
      if (closed) {
        latch.countDown();
      } else {
        watches.computeIfAbsent(key, unused -> new HashSet<>()).add(latch);
      }
    } finally {
      lock.unlock();
    }
    return latch;
  }

  void leave(WorkflowKey key, CountDownLatch latch) {
    lock.lock();
    try {
      Set<CountDownLatch> latches = watches.get(key);
      if (latches != null && latches.remove(latch) && latches.isEmpty()) {
        watches.remove(key);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The run has moved on. */
  void changed(WorkflowKey key) {
    lock.lock();
    try {
      Set<CountDownLatch> latches = watches.remove(key);
      if (latches != null) {
        latches.forEach(CountDownLatch::countDown);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Opens every latch, now and in future. */
  void close() {
    lock.lock();
    try {
      closed = true;
      watches.values().forEach(latches -> latches.forEach(CountDownLatch::countDown));
      watches.clear();
    } finally {
      lock.unlock();
    }
  }
}
