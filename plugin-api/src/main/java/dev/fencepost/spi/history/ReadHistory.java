// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.history;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.PageRequest;

/**
 * A stretch of a branch to read.
 *
 * @param shardId the shard
 * @param branch the branch
 * @param fromNodeInclusive the first node to read, at least 1
 * @param toNodeExclusive the node to stop before; {@link Long#MAX_VALUE} reads to the end
 * @param page how many nodes, and from where on
 */
public record ReadHistory(
    int shardId,
    HistoryBranch branch,
    long fromNodeInclusive,
    long toNodeExclusive,
    PageRequest page) {

  /** Checks the range. */
  public ReadHistory {
    requireNonNull(branch, "branch is null");
    requireNonNull(page, "page is null");
    if (fromNodeInclusive < 1 || toNodeExclusive <= fromNodeInclusive) {
      throw new IllegalArgumentException(
          "the range of nodes is empty: [" + fromNodeInclusive + ", " + toNodeExclusive + ")");
    }
  }
}
