// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.history;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.fence.ShardFence;
import java.util.UUID;

/**
 * A branch to fork.
 *
 * @param fence ownership of the shard
 * @param requestId unique to this call
 * @param source the branch to fork from
 * @param forkNodeId the first node that the new branch does not share, at least 2
 * @param newBranchId the id of the new branch
 * @param information what the tree shall say of the branch, at most 1,000 characters
 */
public record ForkHistory(
    ShardFence fence,
    UUID requestId,
    HistoryBranch source,
    long forkNodeId,
    UUID newBranchId,
    String information) {

  /** Checks the range. */
  public ForkHistory {
    requireNonNull(fence, "fence is null");
    requireNonNull(requestId, "requestId is null");
    requireNonNull(source, "source is null");
    requireNonNull(newBranchId, "newBranchId is null");
    requireNonNull(information, "information is null");
    if (forkNodeId < 2) {
      throw new IllegalArgumentException("forkNodeId is at least 2, not " + forkNodeId);
    }
  }
}
