// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.task;

import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.fence.ShardFence;
import java.util.List;
import java.util.UUID;

/**
 * History tasks: what a shard's owner still has to do.
 *
 * <p>Tasks are mostly added by the writes of {@link dev.fencepost.spi.execution.ExecutionStore}.
 * Reads are plain: they see what is committed. Every write is fenced on the shard, deletions
 * included, so that a former owner can't delete what its successor has not yet done.
 *
 * <p>Contract: Temporal's history tasks; all categories live in two tables, and scheduled tasks
 * keep microseconds.
 */
public interface HistoryTaskStore {

  /**
   * Adds tasks, all or none.
   *
   * @throws dev.fencepost.spi.error.OwnershipLost if the fence does not hold
   * @throws dev.fencepost.spi.error.AlreadyExists if a task key is taken
   */
  void add(AddHistoryTasks request);

  /** Reads immediate tasks by task id. */
  Page<ImmediateTask> readImmediate(ImmediateTaskRange range, PageRequest page);

  /** Reads scheduled tasks by fire time, then task id. */
  Page<ScheduledTask> readScheduled(ScheduledTaskRange range, PageRequest page);

  /**
   * Deletes tasks that are done, by their keys. Those that are gone already are passed over.
   *
   * @param fence ownership of the shard
   * @param requestId unique to this call
   * @param tasks the tasks; only their keys matter
   * @throws dev.fencepost.spi.error.OwnershipLost if the fence does not hold
   */
  void complete(ShardFence fence, UUID requestId, List<? extends HistoryTask> tasks);

  /**
   * Deletes all immediate tasks of a range, in bounded steps, each fenced. A failure in the middle
   * leaves the rest; calling again goes on.
   *
   * @param fence ownership of the range's shard
   * @param requestId unique to this call
   * @param range the tasks, of the fence's shard
   * @throws dev.fencepost.spi.error.InvalidRequest if the range is of another shard than the fence
   * @throws dev.fencepost.spi.error.OwnershipLost if the fence does not hold
   */
  void completeImmediate(ShardFence fence, UUID requestId, ImmediateTaskRange range);

  /**
   * Deletes all scheduled tasks of a range, as {@link #completeImmediate} does.
   *
   * @param fence ownership of the range's shard
   * @param requestId unique to this call
   * @param range the tasks, of the fence's shard
   * @throws dev.fencepost.spi.error.InvalidRequest if the range is of another shard than the fence
   * @throws dev.fencepost.spi.error.OwnershipLost if the fence does not hold
   */
  void completeScheduled(ShardFence fence, UUID requestId, ScheduledTaskRange range);
}
