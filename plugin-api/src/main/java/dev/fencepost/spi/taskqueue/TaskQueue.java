// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.taskqueue;

import dev.fencepost.spi.Blob;
import dev.fencepost.spi.fence.TaskQueueFence;

/**
 * A task queue as stored.
 *
 * @param key the task queue
 * @param rangeId its fencing token, at least 1
 * @param state what its owner keeps with it
 */
public record TaskQueue(TaskQueueKey key, long rangeId, Blob state) {

  /** The fence of whoever leased the task queue with this range id. */
  public TaskQueueFence fence() {
    return new TaskQueueFence(key, rangeId);
  }
}
