// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.history;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.fence.ShardFence;
import java.util.UUID;

/**
 * A branch to rid of the nodes that do not count.
 *
 * @param fence ownership of the shard
 * @param requestId unique to this call
 * @param branch the branch
 * @param lastNodeId the last node of the history as the mutable state knows it
 * @param lastTransactionId that node's transaction id
 */
public record TrimBranch(
    ShardFence fence,
    UUID requestId,
    HistoryBranch branch,
    long lastNodeId,
    long lastTransactionId) {

  /** Checks that nothing is missing. */
  public TrimBranch {
    requireNonNull(fence, "fence is null");
    requireNonNull(requestId, "requestId is null");
    requireNonNull(branch, "branch is null");
  }
}
