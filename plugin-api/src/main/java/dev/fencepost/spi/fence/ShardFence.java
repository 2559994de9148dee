// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.fence;

/**
 * Ownership of a history shard.
 *
 * @param shardId the shard, at least 1
 * @param rangeId the token under which it was acquired, at least 1
 */
public record ShardFence(int shardId, long rangeId) implements Fence {

  /** Checks the ranges. */
  public ShardFence {
    if (shardId < 1) {
      throw new IllegalArgumentException("shardId is at least 1, not " + shardId);
    }
    if (rangeId < 1) {
      throw new IllegalArgumentException("rangeId is at least 1, not " + rangeId);
    }
  }
}
