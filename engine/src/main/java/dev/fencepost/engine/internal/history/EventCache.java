// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import io.temporal.api.history.v1.HistoryEvent;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Committed history nodes, kept in memory by the bytes they take. A node never changes once it is
 * committed, so nothing here can be stale.
 */
final class EventCache {

  private record Node(UUID branchId, long nodeId) {}

  private record Batch(List<HistoryEvent> events, long bytes) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Node, Batch> batches = new LinkedHashMap<>(256, 0.75f, true);
  private final long capacity;
  private long size;

  EventCache(long capacity) {
    this.capacity = capacity;
  }

  void put(UUID branchId, long nodeId, List<HistoryEvent> events, long bytes) {
    if (bytes > capacity) {
      return;
    }
    lock.lock();
    try {
      Batch replaced = batches.put(new Node(branchId, nodeId), new Batch(events, bytes));
      size += bytes - (replaced == null ? 0 : replaced.bytes());
      Iterator<Batch> oldest = batches.values().iterator();
      while (size > capacity && oldest.hasNext()) {
        size -= oldest.next().bytes();
        oldest.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  Optional<List<HistoryEvent>> find(UUID branchId, long nodeId) {
    lock.lock();
    try {
      return Optional.ofNullable(batches.get(new Node(branchId, nodeId))).map(Batch::events);
    } finally {
      lock.unlock();
    }
  }
}
