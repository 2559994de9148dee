// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.history;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * The nodes a branch shares with one it was forked from.
 *
 * @param branchId the branch that holds the nodes
 * @param fromNodeInclusive the first node, at least 1
 * @param toNodeExclusive the node after the last
 */
public record AncestorRange(UUID branchId, long fromNodeInclusive, long toNodeExclusive) {

  /** Checks the ranges. */
  public AncestorRange {
    requireNonNull(branchId, "branchId is null");
    if (fromNodeInclusive < 1 || toNodeExclusive <= fromNodeInclusive) {
      throw new IllegalArgumentException(
          "a range of nodes starts at 1 or later and is not empty, unlike ["
              + fromNodeInclusive
              + ", "
              + toNodeExclusive
              + ")");
    }
  }
}
