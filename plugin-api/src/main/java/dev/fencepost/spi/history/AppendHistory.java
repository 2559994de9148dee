// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.history;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.fence.ShardFence;
import java.util.List;
import java.util.UUID;

/**
 * Nodes to append on their own.
 *
 * @param fence ownership of the shard
 * @param requestId unique to this call
 * @param appends the nodes, at least one
 */
public record AppendHistory(ShardFence fence, UUID requestId, List<HistoryAppend> appends) {

  /** Copies the appends. */
  public AppendHistory {
    requireNonNull(fence, "fence is null");
    requireNonNull(requestId, "requestId is null");
    appends = List.copyOf(appends);
    if (appends.isEmpty()) {
      throw new IllegalArgumentException("appends is empty");
    }
  }
}
