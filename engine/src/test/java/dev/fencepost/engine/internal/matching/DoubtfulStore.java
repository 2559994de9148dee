// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import dev.fencepost.spi.Blob;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.error.OutcomeUnknown;
import dev.fencepost.spi.fence.TaskQueueFence;
import dev.fencepost.spi.taskqueue.TaskQueue;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueStore;
import dev.fencepost.spi.taskqueue.TaskQueueTask;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** A store that can lose the answer of the next write of tasks, which it makes or does not make. */
final class DoubtfulStore implements TaskQueueStore {

  /** What became of a write of which nobody knows. */
  enum Doubt {
    NONE,
    WRITTEN,
    NOT_WRITTEN
  }

  private final TaskQueueStore store;
  private final AtomicReference<Doubt> next = new AtomicReference<>(Doubt.NONE);

  DoubtfulStore(TaskQueueStore store) {
    this.store = store;
  }

  void doubtNextAdd(Doubt doubt) {
    next.set(doubt);
  }

  @Override
  public void addTasks(TaskQueueFence fence, List<TaskQueueTask> tasks, UUID requestId) {
    Doubt doubt = next.getAndSet(Doubt.NONE);
    if (doubt != Doubt.NOT_WRITTEN) {
      store.addTasks(fence, tasks, requestId);
    }
    if (doubt != Doubt.NONE) {
      throw new OutcomeUnknown("the answer got lost", Map.of());
    }
  }

  @Override
  public TaskQueue create(TaskQueueKey key, Blob state, UUID requestId) {
    return store.create(key, state, requestId);
  }

  @Override
  public TaskQueue read(TaskQueueKey key) {
    return store.read(key);
  }

  @Override
  public TaskQueue acquire(TaskQueueFence expected, UUID requestId) {
    return store.acquire(expected, requestId);
  }

  @Override
  public void updateState(TaskQueueFence fence, Blob state, UUID requestId) {
    store.updateState(fence, state, requestId);
  }

  @Override
  public void delete(TaskQueueFence expected, UUID requestId) {
    store.delete(expected, requestId);
  }

  @Override
  public Page<TaskQueue> list(PageRequest page) {
    return store.list(page);
  }

  @Override
  public Page<TaskQueueTask> readTasks(
      TaskQueueKey key, long fromInclusive, long toExclusive, PageRequest page) {
    return store.readTasks(key, fromInclusive, toExclusive, page);
  }

  @Override
  public int completeTasks(TaskQueueFence fence, long toExclusive, int limit, UUID requestId) {
    return store.completeTasks(fence, toExclusive, limit, requestId);
  }
}
