// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.fence;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.taskqueue.TaskQueueKey;

/**
 * The lease of a task queue.
 *
 * @param key the task queue
 * @param rangeId the token under which it was leased, at least 1
 */
public record TaskQueueFence(TaskQueueKey key, long rangeId) implements Fence {

  /** Checks the ranges. */
  public TaskQueueFence {
    requireNonNull(key, "key is null");
    if (rangeId < 1) {
      throw new IllegalArgumentException("rangeId is at least 1, not " + rangeId);
    }
  }
}
