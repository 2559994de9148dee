// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.history;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.UUID;

/**
 * A branch of a history tree: its own nodes, preceded by ranges of the branches it was forked from.
 *
 * @param treeId the tree, shared by all branches of one workflow's runs that were forked from each
 *     other
 * @param branchId the branch
 * @param ancestors where the nodes before its own are, oldest first, without gaps, from node 1
 */
public record HistoryBranch(UUID treeId, UUID branchId, List<AncestorRange> ancestors) {

  /** Checks that the ancestors follow each other. */
  public HistoryBranch {
    requireNonNull(treeId, "treeId is null");
    requireNonNull(branchId, "branchId is null");
    ancestors = List.copyOf(ancestors);
    long expected = 1;
    for (AncestorRange ancestor : ancestors) {
      if (ancestor.fromNodeInclusive() != expected) {
        throw new IllegalArgumentException(
            "ancestors follow each other from node 1; expected "
                + expected
                + ", not "
                + ancestor.fromNodeInclusive());
      }
      expected = ancestor.toNodeExclusive();
    }
  }

  /** A branch that was not forked. */
  public static HistoryBranch root(UUID treeId, UUID branchId) {
    return new HistoryBranch(treeId, branchId, List.of());
  }

  /** The first node that belongs to the branch itself, at least 1. */
  public long firstOwnNode() {
    return ancestors.isEmpty() ? 1 : ancestors.getLast().toNodeExclusive();
  }
}
