// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.fence;

import dev.fencepost.spi.fence.Fence;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.fence.TaskQueueFence;

/**
 * How many stripes a fence has.
 *
 * @param shard of a shard, at least 1
 * @param taskQueue of a task queue, at least 1
 */
public record StripeCounts(int shard, int taskQueue) {

  int of(Fence fence) {
    return switch (fence) {
      case ShardFence owned -> shard;
      case TaskQueueFence leased -> taskQueue;
    };
  }
}
