// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.history;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Nodes to append to a branch. Appending a node with the node id and transaction id of a stored one
 * replaces it.
 *
 * @param branch the branch
 * @param node the node; its id is one of the branch's own
 * @param newBranch what the tree shall say of the branch if the append is the branch's first; at
 *     most 1,000 characters
 */
public record HistoryAppend(HistoryBranch branch, HistoryNode node, Optional<String> newBranch) {

  /** Checks that the node is one of the branch's own. */
  public HistoryAppend {
    requireNonNull(branch, "branch is null");
    requireNonNull(node, "node is null");
    requireNonNull(newBranch, "newBranch is null");
    if (node.nodeId() < branch.firstOwnNode()) {
      throw new IllegalArgumentException(
          "node "
              + node.nodeId()
              + " belongs to an ancestor; the branch's own nodes start at "
              + branch.firstOwnNode());
    }
  }
}
