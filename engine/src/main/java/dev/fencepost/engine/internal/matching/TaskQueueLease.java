// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.fencepost.engine.v1.TaskQueueState;
import dev.fencepost.spi.Blob;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.error.OutcomeUnknown;
import dev.fencepost.spi.fence.TaskQueueFence;
import dev.fencepost.spi.taskqueue.TaskQueue;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueStore;
import io.temporal.api.enums.v1.TaskQueueKind;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * The lease of a task queue, and the task ids that come with it: the range id is their upper part,
 * so that every owner writes behind what all owners before it wrote. A used-up block is replaced by
 * leasing once more; writes under the old fence are kept out meanwhile, for they would find it
 * lost.
 */
final class TaskQueueLease {

  private static final int BLOCK_BITS = 20;
  private static final String ENCODING = "proto3";
  private static final int ATTEMPTS = 5;

  private final TaskQueueStore store;
  private final TaskQueueKey key;
  private final TaskQueueState initialState;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private TaskQueueFence fence;
  private long nextTaskId;

  private TaskQueueLease(TaskQueueStore store, TaskQueue leased) {
    this.store = store;
    this.key = leased.key();
    this.initialState = decode(leased);
    this.fence = leased.fence();
    this.nextTaskId = firstTaskId(fence);
  }

  /** Creates the task queue or leases it, whoever had it before. */
  static TaskQueueLease obtain(TaskQueueStore store, TaskQueueKey key, TaskQueueKind kind) {
    for (int attempt = 1; ; attempt++) {
      try {
        return new TaskQueueLease(store, createOrAcquire(store, key, kind));
      } catch (ConditionFailed | OutcomeUnknown e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static TaskQueue createOrAcquire(
      TaskQueueStore store, TaskQueueKey key, TaskQueueKind kind) {
    Optional<TaskQueue> existing = find(store, key);
    if (existing.isPresent()) {
      return store.acquire(existing.get().fence(), UUID.randomUUID());
    }
    return store.create(key, encode(emptyState(kind)), UUID.randomUUID());
  }

  private static TaskQueueState emptyState(TaskQueueKind kind) {
    return TaskQueueState.newBuilder().setAckLevel((1L << BLOCK_BITS) - 1).setKind(kind).build();
  }

  private static Optional<TaskQueue> find(TaskQueueStore store, TaskQueueKey key) {
    try {
      return Optional.of(store.read(key));
    } catch (NotFound e) {
      return Optional.empty();
    }
  }

  /** What the owner before left. */
  TaskQueueState initialState() {
    return initialState;
  }

  /** The first task id of this lease's first block; all earlier owners' are smaller. */
  static long firstTaskId(TaskQueueFence fence) {
    return fence.rangeId() << BLOCK_BITS;
  }

  /** Runs a fenced operation. */
  <T> T fenced(Function<TaskQueueFence, T> operation) {
    lock.readLock().lock();
    try {
      return operation.apply(fence);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The first of that many consecutive task ids, greater than any before. */
  long reserveTaskIds(int count) {
    lock.writeLock().lock();
    try {
      long end = firstTaskId(fence) + (1L << BLOCK_BITS);
      if (nextTaskId + count > end) {
        fence = store.acquire(fence, UUID.randomUUID()).fence();
        nextTaskId = firstTaskId(fence);
      }
      long first = nextTaskId;
      nextTaskId += count;
      return first;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /**
   * Whether somebody else surely has the lease. A plain read: {@code false} proves nothing, a
   * fenced write still may find the lease lost.
   */
  boolean isSurelyLost() {
    return fenced(
        held -> find(store, key).map(stored -> stored.rangeId() != held.rangeId()).orElse(true));
  }

  static Blob encode(TaskQueueState state) {
    return new Blob(state.toByteArray(), ENCODING);
  }

  static TaskQueueState decode(TaskQueue stored) {
    try {
      return TaskQueueState.parseFrom(stored.state().data());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the state of " + stored.key() + " is damaged", e);
    }
  }
}
