// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.spi.history.AncestorRange;
import dev.fencepost.spi.history.HistoryBranch;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Where some of a branch's nodes are stored.
 *
 * @param branchId the branch they are stored under
 * @param fromNodeInclusive the first node
 * @param toNodeExclusive the node after the last
 */
record BranchSegment(UUID branchId, long fromNodeInclusive, long toNodeExclusive) {

  /** The segments of a range of a branch, oldest first. */
  static List<BranchSegment> of(
      HistoryBranch branch, long fromNodeInclusive, long toNodeExclusive) {
    List<BranchSegment> segments = new ArrayList<>();
    for (AncestorRange ancestor : branch.ancestors()) {
      add(
          segments,
          ancestor.branchId(),
          Math.max(fromNodeInclusive, ancestor.fromNodeInclusive()),
          Math.min(toNodeExclusive, ancestor.toNodeExclusive()));
    }
    add(
        segments,
        branch.branchId(),
        Math.max(fromNodeInclusive, branch.firstOwnNode()),
        toNodeExclusive);
    return segments;
  }

  /** All segments of a branch, to its end. */
  static List<BranchSegment> all(HistoryBranch branch) {
    return of(branch, 1, Long.MAX_VALUE);
  }

  /** The parts of this segment that none of the others has. */
  List<BranchSegment> without(List<BranchSegment> others) {
    List<BranchSegment> left = List.of(this);
    for (BranchSegment other : others) {
      if (other.branchId.equals(branchId)) {
        left = left.stream().flatMap(part -> part.without(other).stream()).toList();
      }
    }
    return left;
  }

  Binder bind(Binder binder, int shardId, UUID treeId, Cursor cursor) throws SQLException {
    return binder
        .integer("shard_id", shardId)
        .uuid("tree_id", treeId)
        .uuid("branch_id", branchId)
        .bigint("from_node_id", fromNodeInclusive)
        .bigint("to_node_id", toNodeExclusive)
        .bigint("after_node_id", cursor.nodeId())
        .bigint("after_transaction_id", cursor.transactionId());
  }

  private List<BranchSegment> without(BranchSegment other) {
    List<BranchSegment> left = new ArrayList<>();
    add(left, branchId, fromNodeInclusive, Math.min(toNodeExclusive, other.fromNodeInclusive));
    add(left, branchId, Math.max(fromNodeInclusive, other.toNodeExclusive), toNodeExclusive);
    return left;
  }

  private static void add(List<BranchSegment> segments, UUID branchId, long from, long to) {
    if (from < to) {
      segments.add(new BranchSegment(branchId, from, to));
    }
  }
}
