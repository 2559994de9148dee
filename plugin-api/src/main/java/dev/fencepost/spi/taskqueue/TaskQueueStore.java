// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.taskqueue;

import dev.fencepost.spi.Blob;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.fence.TaskQueueFence;
import java.util.List;
import java.util.UUID;

/**
 * Task queues, leased by range id, and their backlogs.
 *
 * <p>Whoever leases a task queue increments its range id; what was fenced with a smaller one can't
 * become visible afterwards, as {@link dev.fencepost.spi.fence.Fence} states it. Unlike Temporal's
 * store, completions are fenced as well.
 */
public interface TaskQueueStore {

  /**
   * Creates a task queue: with range id 1, or, if task queues of this key were deleted, with one
   * that is greater than every range id they had. So no token of a key is ever handed out twice,
   * and what was fenced before a deletion can't become visible after it.
   *
   * @param key the task queue
   * @param state the state it starts with
   * @param requestId unique to this call
   * @return the task queue as stored
   * @throws dev.fencepost.spi.error.ConditionFailed with the actual range id if it exists; nothing
   *     has changed
   */
  TaskQueue create(TaskQueueKey key, Blob state, UUID requestId);

  /**
   * Reads a task queue. A plain read: it proves nothing about the lease.
   *
   * @throws dev.fencepost.spi.error.NotFound if it does not exist
   */
  TaskQueue read(TaskQueueKey key);

  /**
   * Leases a task queue: stores {@code expected.rangeId() + 1} if the range id is still the
   * expected one. The same guarantee, and the same bound on its duration, as {@link
   * dev.fencepost.spi.shard.ShardStore#acquire}.
   *
   * @param expected the task queue and the range id it was read with
   * @param requestId unique to this call
   * @return the task queue as stored, with the new range id
   * @throws dev.fencepost.spi.error.ConditionFailed if the range id is another or the task queue
   *     does not exist; nothing has changed
   */
  TaskQueue acquire(TaskQueueFence expected, UUID requestId);

  /**
   * Replaces the state kept with the task queue. Fenced; never waits for added tasks of the same
   * owner.
   *
   * @param fence the lease
   * @param state the state to store
   * @param requestId unique to this call
   * @throws dev.fencepost.spi.error.OwnershipLost if the lease does not hold
   */
  void updateState(TaskQueueFence fence, Blob state, UUID requestId);

  /**
   * Deletes a task queue and leaves its tasks. After it has returned, nothing that was fenced with
   * a range id up to the expected one can become visible, also if the task queue is created again.
   * What it takes to remember the range id stays, a few bytes a key.
   *
   * @param expected the task queue and the range id it was read with
   * @param requestId unique to this call
   * @throws dev.fencepost.spi.error.ConditionFailed if the range id is another or the task queue
   *     does not exist; nothing has changed
   */
  void delete(TaskQueueFence expected, UUID requestId);

  /** All task queues, by namespace, name and type. */
  Page<TaskQueue> list(PageRequest page);

  /**
   * Adds tasks to the backlog, all or none. Fenced.
   *
   * @param fence the lease
   * @param tasks the tasks, at least one; their ids must be unused
   * @param requestId unique to this call
   * @throws dev.fencepost.spi.error.OwnershipLost if the lease does not hold; no task is visible
   * @throws dev.fencepost.spi.error.AlreadyExists if a task id is taken
   */
  void addTasks(TaskQueueFence fence, List<TaskQueueTask> tasks, UUID requestId);

  /**
   * Reads tasks of the backlog by task id.
   *
   * @param key the task queue
   * @param fromInclusive the first task id
   * @param toExclusive the task id to stop before
   * @param page how many, and from where on
   */
  Page<TaskQueueTask> readTasks(
      TaskQueueKey key, long fromInclusive, long toExclusive, PageRequest page);

  /**
   * Deletes the tasks with the smallest ids below a bound. Fenced.
   *
   * @param fence the lease
   * @param toExclusive the task id to stop before
   * @param limit the most tasks to delete, at least 1
   * @param requestId unique to this call
   * @return how many were deleted; fewer than the limit means that none is left below the bound
   * @throws dev.fencepost.spi.error.OwnershipLost if the lease does not hold
   */
  int completeTasks(TaskQueueFence fence, long toExclusive, int limit, UUID requestId);
}
