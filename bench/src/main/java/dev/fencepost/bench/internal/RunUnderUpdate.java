// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import dev.fencepost.spi.Blob;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.history.HistoryBranch;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A run that one thread updates again and again, and where it stands. Not safe for many threads.
 */
final class RunUnderUpdate {

  /** How many events an update appends. */
  static final int EVENTS = 3;

  private final ShardFence fence;
  private final WorkflowKey key;
  private final HistoryBranch branch;
  private final Instant startTime;
  private final AtomicLong taskIds;
  private long recordVersion = 1;
  private long nextEventId;
  private long lastTransactionId;

  RunUnderUpdate(
      ShardFence fence,
      WorkflowKey key,
      HistoryBranch branch,
      Instant startTime,
      AtomicLong taskIds,
      long nextEventId,
      long lastTransactionId) {
    this.fence = fence;
    this.key = key;
    this.branch = branch;
    this.startTime = startTime;
    this.taskIds = taskIds;
    this.nextEventId = nextEventId;
    this.lastTransactionId = lastTransactionId;
  }

  ShardFence fence() {
    return fence;
  }

  WorkflowKey key() {
    return key;
  }

  HistoryBranch branch() {
    return branch;
  }

  Instant startTime() {
    return startTime;
  }

  long recordVersion() {
    return recordVersion;
  }

  long nextEventId() {
    return nextEventId;
  }

  long lastTransactionId() {
    return lastTransactionId;
  }

  long newTaskId() {
    return taskIds.incrementAndGet();
  }

  /** An update has happened. */
  void updated(long transactionId) {
    recordVersion++;
    nextEventId += EVENTS;
    lastTransactionId = transactionId;
  }

  /** What is written, equal for all contenders. */
  record Payload(Blob state, Blob events, Blob task) {

    static Payload ofUsualSize() {
      return new Payload(blob(1_024), blob(512), blob(128));
    }

    private static Blob blob(int bytes) {
      byte[] data = new byte[bytes];
      for (int index = 0; index < bytes; index++) {
        // Text-like bytes that do not compress to nothing.
        data[index] = (byte) (32 + (index * 31 + index * index * 7) % 95);
      }
      return new Blob(data, "proto3");
    }
  }
}
