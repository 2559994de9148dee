// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.spi.history.AncestorRange;
import dev.fencepost.spi.history.BranchRecord;
import dev.fencepost.spi.history.HistoryAppend;
import dev.fencepost.spi.history.HistoryBranch;
import dev.fencepost.spi.history.HistoryNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The history of all shards. Only used inside a transaction. */
final class HistoryTables {

  /** The key of a branch. */
  record BranchKey(int shardId, UUID treeId, UUID branchId) {}

  /** The key of a node; of several with one node id the newest comes first. */
  record NodeKey(BranchKey branch, long nodeId, long transactionId) {}

  static final Comparator<BranchKey> BRANCH_ORDER =
      Comparator.comparingInt(BranchKey::shardId)
          .thenComparing(BranchKey::treeId, UuidOrder.BY_BYTES)
          .thenComparing(BranchKey::branchId, UuidOrder.BY_BYTES);

  private static final Comparator<NodeKey> NODE_ORDER =
      Comparator.comparing(NodeKey::branch, BRANCH_ORDER)
          .thenComparingLong(NodeKey::nodeId)
          .thenComparing(Comparator.comparingLong(NodeKey::transactionId).reversed());

  final TreeMap<BranchKey, BranchRecord> branches = new TreeMap<>(BRANCH_ORDER);
  private final TreeMap<NodeKey, HistoryNode> nodes = new TreeMap<>(NODE_ORDER);

  void append(int shardId, HistoryAppend append) {
    HistoryBranch branch = append.branch();
    BranchKey key = key(shardId, branch);
    append
        .newBranch()
        .ifPresent(
            information ->
                branches.putIfAbsent(
                    key, new BranchRecord(shardId, branch, information, MemoryDatabase.now())));
    HistoryNode node = append.node();
    nodes.put(new NodeKey(key, node.nodeId(), node.transactionId()), node);
  }

  /** The branches of a tree, by branch id. */
  List<BranchRecord> tree(int shardId, UUID treeId) {
    return branches.values().stream()
        .filter(found -> found.shardId() == shardId && found.branch().treeId().equals(treeId))
        .toList();
  }

  /** The nodes of a branch that count: each follows the one before it, the newest that does. */
  List<HistoryNode> chain(int shardId, HistoryBranch branch) {
    List<HistoryNode> chain = new ArrayList<>();
    long lastNodeId = 0;
    long lastTransactionId = 0;
    for (HistoryNode node : stored(shardId, branch)) {
      if (node.nodeId() > lastNodeId && node.previousTransactionId() == lastTransactionId) {
        chain.add(node);
        lastNodeId = node.nodeId();
        lastTransactionId = node.transactionId();
      }
    }
    return chain;
  }

  /** Deletes the branch's own nodes that the chain up to an end does not need. */
  void trim(int shardId, HistoryBranch branch, long lastNodeId, long lastTransactionId) {
    List<HistoryNode> stored = new ArrayList<>(stored(shardId, branch));
    Set<Long> needed = new HashSet<>();
    long transactionId = lastTransactionId;
    long nodeId = lastNodeId;
    for (HistoryNode node : stored.reversed()) {
      if (node.nodeId() <= nodeId && node.transactionId() == transactionId) {
        needed.add(node.transactionId());
        transactionId = node.previousTransactionId();
        nodeId = node.nodeId() - 1;
      }
    }
    if (!needed.isEmpty()) {
      own(shardId, branch).values().removeIf(node -> !needed.contains(node.transactionId()));
    }
  }

  /** Deletes a branch and the nodes that only it can reach. */
  void deleteBranch(int shardId, HistoryBranch branch) {
    if (branches.remove(key(shardId, branch)) == null) {
      return;
    }
    List<HistoryBranch> others =
        tree(shardId, branch.treeId()).stream().map(BranchRecord::branch).toList();
    for (AncestorRange range : reach(branch)) {
      range(shardId, branch.treeId(), range)
          .keySet()
          .removeIf(
              node ->
                  others.stream()
                      .noneMatch(other -> reaches(other, range.branchId(), node.nodeId())));
    }
  }

  static BranchKey key(int shardId, HistoryBranch branch) {
    return new BranchKey(shardId, branch.treeId(), branch.branchId());
  }

  private static boolean reaches(HistoryBranch branch, UUID branchId, long nodeId) {
    return reach(branch).stream()
        .anyMatch(
            range ->
                range.branchId().equals(branchId)
                    && range.fromNodeInclusive() <= nodeId
                    && nodeId < range.toNodeExclusive());
  }

  /** Where the nodes of a branch are, its own included. */
  private static List<AncestorRange> reach(HistoryBranch branch) {
    List<AncestorRange> ranges = new ArrayList<>(branch.ancestors());
    ranges.add(new AncestorRange(branch.branchId(), branch.firstOwnNode(), Long.MAX_VALUE));
    return ranges;
  }

  private Collection<HistoryNode> stored(int shardId, HistoryBranch branch) {
    List<HistoryNode> stored = new ArrayList<>();
    for (AncestorRange range : reach(branch)) {
      stored.addAll(range(shardId, branch.treeId(), range).values());
    }
    return stored;
  }

  private NavigableMap<NodeKey, HistoryNode> own(int shardId, HistoryBranch branch) {
    return range(shardId, branch.treeId(), reach(branch).getLast());
  }

  private NavigableMap<NodeKey, HistoryNode> range(int shardId, UUID treeId, AncestorRange range) {
    BranchKey key = new BranchKey(shardId, treeId, range.branchId());
    return nodes.subMap(
        new NodeKey(key, range.fromNodeInclusive(), Long.MAX_VALUE),
        true,
        new NodeKey(key, range.toNodeExclusive(), Long.MAX_VALUE),
        false);
  }
}
