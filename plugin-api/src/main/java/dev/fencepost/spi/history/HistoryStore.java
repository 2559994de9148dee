// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.history;

import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import java.util.List;
import java.util.UUID;

/**
 * History events, as nodes of branches of trees.
 *
 * <p>Contract: Temporal's history store, with its reverse paging mended: a page may end between two
 * nodes of one node id without losing the rest. Unlike there, every write is fenced on the shard.
 */
public interface HistoryStore {

  /**
   * Appends nodes outside a write of a run, for histories too large for one transaction.
   *
   * @throws dev.fencepost.spi.error.OwnershipLost if the fence does not hold
   */
  void append(AppendHistory request);

  /**
   * Reads nodes that count, by node id, oldest first, through the ancestors. Without a token the
   * range must have a node.
   *
   * <p>Which nodes count is decided in the whole chain, from node 1 on, also for a range in the
   * middle: of several nodes that follow one the newest counts, and so do those that lead on from
   * it. To read from the middle, or the first page of a reverse read, a store may therefore have to
   * walk the chain before it, which costs time in proportion to its length; the pages that follow
   * by their token do not.
   *
   * @throws dev.fencepost.spi.error.NotFound if the branch has no node in the range; the message is
   *     {@code workflow execution history not found}
   */
  Page<HistoryNode> read(ReadHistory request);

  /**
   * Reads nodes that count, by node id, newest first, through the ancestors.
   *
   * @throws dev.fencepost.spi.error.NotFound as {@link #read}
   */
  Page<HistoryNode> readReverse(ReadHistory request);

  /**
   * Makes a branch that shares the nodes before the fork node.
   *
   * @return the new branch
   * @throws dev.fencepost.spi.error.OwnershipLost if the fence does not hold
   * @throws dev.fencepost.spi.error.AlreadyExists if the tree has a branch of the new id
   */
  HistoryBranch fork(ForkHistory request);

  /**
   * Deletes a branch and those of its nodes, its ancestors' nodes included, that no other branch of
   * the tree shares. Deleting a branch that does not exist does nothing.
   *
   * @throws dev.fencepost.spi.error.OwnershipLost if the fence does not hold
   */
  void deleteBranch(DeleteBranch request);

  /**
   * Deletes the branch's own nodes that are not on the chain that ends at the given node: shadowed
   * nodes and what was appended after it. Nodes of ancestors stay.
   *
   * @throws dev.fencepost.spi.error.OwnershipLost if the fence does not hold
   */
  void trim(TrimBranch request);

  /**
   * The branches of a tree, by branch id.
   *
   * @param shardId the shard
   * @param treeId the tree
   */
  List<BranchRecord> branches(int shardId, UUID treeId);

  /** All branches of all shards, by shard, tree and branch. */
  Page<BranchRecord> allBranches(PageRequest page);
}
