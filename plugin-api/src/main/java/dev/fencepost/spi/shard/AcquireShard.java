// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.shard;

import dev.fencepost.spi.fence.ShardFence;
import java.util.UUID;

/**
 * A take-over.
 *
 * @param expected the shard and the range id it was read with
 * @param owner how the new owner names itself, for people; at most 255 characters
 * @param requestId unique to this call; an unknown outcome is found out by it
 */
public record AcquireShard(ShardFence expected, String owner, UUID requestId) {}
