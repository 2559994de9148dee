// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.shard;

import dev.fencepost.spi.Blob;

/**
 * A shard to be created if it does not exist.
 *
 * @param shardId the shard, at least 1
 * @param initialState the state a new shard starts with
 */
public record CreateShard(int shardId, Blob initialState) {

  /** Checks the range. */
  public CreateShard {
    if (shardId < 1) {
      throw new IllegalArgumentException("shardId is at least 1, not " + shardId);
    }
  }
}
