// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.task;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.fence.ShardFence;
import java.util.List;
import java.util.UUID;

/**
 * Tasks to add on their own.
 *
 * @param fence ownership of the shard
 * @param requestId unique to this call
 * @param tasks the tasks, at least one; their keys must be unused
 */
public record AddHistoryTasks(ShardFence fence, UUID requestId, List<HistoryTask> tasks) {

  /** Copies the tasks. */
  public AddHistoryTasks {
    requireNonNull(fence, "fence is null");
    requireNonNull(requestId, "requestId is null");
    tasks = List.copyOf(tasks);
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("tasks is empty");
    }
  }
}
