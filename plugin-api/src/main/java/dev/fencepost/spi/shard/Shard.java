// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.shard;

import dev.fencepost.spi.Blob;
import dev.fencepost.spi.fence.ShardFence;

/**
 * A shard as stored.
 *
 * @param shardId the shard, at least 1
 * @param rangeId its fencing token, at least 1
 * @param owner who acquired it last, as that caller named itself; empty before the first time
 * @param state what its owner keeps with it
 */
public record Shard(int shardId, long rangeId, String owner, Blob state) {

  /** The fence of whoever acquired the shard with this range id. */
  public ShardFence fence() {
    return new ShardFence(shardId, rangeId);
  }
}
