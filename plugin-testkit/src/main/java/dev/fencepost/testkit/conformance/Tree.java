// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.history.AppendHistory;
import dev.fencepost.spi.history.BranchRecord;
import dev.fencepost.spi.history.DeleteBranch;
import dev.fencepost.spi.history.ForkHistory;
import dev.fencepost.spi.history.HistoryAppend;
import dev.fencepost.spi.history.HistoryBranch;
import dev.fencepost.spi.history.HistoryNode;
import dev.fencepost.spi.history.HistoryStore;
import dev.fencepost.spi.history.ReadHistory;
import dev.fencepost.spi.history.TrimBranch;
import dev.fencepost.testkit.internal.Pages;
import dev.fencepost.testkit.internal.Samples;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A history tree in an owned shard, and the calls that concern it. */
record Tree(HistoryStore store, ShardFence fence, UUID treeId) {

  /** A node of the tree; its events name it. */
  static HistoryNode node(long nodeId, long transactionId, long previousTransactionId) {
    return new HistoryNode(
        nodeId,
        transactionId,
        previousTransactionId,
        Samples.blob("node " + nodeId + " of transaction " + transactionId));
  }

  /** A branch that no node was appended to yet. */
  HistoryBranch root() {
    return HistoryBranch.root(treeId, UUID.randomUUID());
  }

  /** Appends nodes, each in a call of its own. */
  void append(HistoryBranch branch, HistoryNode... nodes) {
    for (HistoryNode node : nodes) {
      Optional<String> information =
          node.nodeId() == 1 ? Optional.of("branch " + branch.branchId()) : Optional.empty();
      store.append(
          new AppendHistory(
              fence, UUID.randomUUID(), List.of(new HistoryAppend(branch, node, information))));
    }
  }

  HistoryBranch fork(HistoryBranch source, long forkNodeId) {
    return store.fork(
        new ForkHistory(fence, UUID.randomUUID(), source, forkNodeId, UUID.randomUUID(), "a fork"));
  }

  void delete(HistoryBranch branch) {
    store.deleteBranch(new DeleteBranch(fence, UUID.randomUUID(), branch));
  }

  void trim(HistoryBranch branch, HistoryNode last) {
    store.trim(
        new TrimBranch(fence, UUID.randomUUID(), branch, last.nodeId(), last.transactionId()));
  }

  List<HistoryNode> read(HistoryBranch branch) {
    return read(branch, 1, Long.MAX_VALUE, 1);
  }

  List<HistoryNode> read(HistoryBranch branch, long from, long to, int pageSize) {
    return Pages.all(pageSize, page -> store.read(request(branch, from, to, page)));
  }

  List<HistoryNode> readReverse(HistoryBranch branch, long from, long to, int pageSize) {
    return Pages.all(pageSize, page -> store.readReverse(request(branch, from, to, page)));
  }

  ReadHistory request(HistoryBranch branch, long from, long to, PageRequest page) {
    return new ReadHistory(fence.shardId(), branch, from, to, page);
  }

  List<HistoryBranch> branches() {
    return store.branches(fence.shardId(), treeId).stream().map(BranchRecord::branch).toList();
  }
}
