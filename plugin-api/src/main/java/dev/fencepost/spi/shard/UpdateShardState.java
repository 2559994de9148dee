// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.shard;

import dev.fencepost.spi.Blob;
import dev.fencepost.spi.fence.ShardFence;
import java.util.UUID;

/**
 * A new state for a shard.
 *
 * @param fence the writer's ownership
 * @param state the state to store
 * @param requestId unique to this call
 */
public record UpdateShardState(ShardFence fence, Blob state, UUID requestId) {}
