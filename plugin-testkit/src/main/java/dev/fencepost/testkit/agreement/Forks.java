// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

import dev.fencepost.spi.history.AncestorRange;
import dev.fencepost.spi.history.HistoryBranch;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What a fork's branch looks like, so that a sequence can speak of it before it is made. */
final class Forks {

  private Forks() {}

  static HistoryBranch of(HistoryBranch source, long forkNodeId, UUID newBranchId) {
    List<AncestorRange> ranges = new ArrayList<>(source.ancestors());
    ranges.add(new AncestorRange(source.branchId(), source.firstOwnNode(), Long.MAX_VALUE));
    List<AncestorRange> ancestors =
        ranges.stream()
            .filter(range -> range.fromNodeInclusive() < forkNodeId)
            .map(
                range ->
                    new AncestorRange(
                        range.branchId(),
                        range.fromNodeInclusive(),
                        Math.min(range.toNodeExclusive(), forkNodeId)))
            .toList();
    return new HistoryBranch(source.treeId(), newBranchId, ancestors);
  }
}
