// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.history;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.fence.ShardFence;
import java.util.UUID;

/**
 * A branch to delete.
 *
 * @param fence ownership of the shard
 * @param requestId unique to this call
 * @param branch the branch
 */
public record DeleteBranch(ShardFence fence, UUID requestId, HistoryBranch branch) {

  /** Checks that nothing is missing. */
  public DeleteBranch {
    requireNonNull(fence, "fence is null");
    requireNonNull(requestId, "requestId is null");
    requireNonNull(branch, "branch is null");
  }
}
