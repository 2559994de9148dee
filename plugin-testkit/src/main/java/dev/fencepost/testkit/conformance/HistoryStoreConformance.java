// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static dev.fencepost.testkit.conformance.Tree.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.Blob;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.PageToken;
import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.history.AppendHistory;
import dev.fencepost.spi.history.HistoryAppend;
import dev.fencepost.spi.history.HistoryBranch;
import dev.fencepost.spi.history.HistoryNode;
import dev.fencepost.spi.history.HistoryStore;
import dev.fencepost.spi.history.ReadHistory;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * How every {@link HistoryStore} appends, reads and trims: N3, N4, Y1 to Y3, Y7 to Y10, A25 and
 * item 11 of the contract's section 4.9. Branches have a class of their own.
 *
 * <p>Not here, because the SPI has no such call: N1 and N2 as row counts (appending twice is here
 * without an error), N5 and N6 (deletion of single nodes; branches are deleted and trimmed).
 */
public abstract class HistoryStoreConformance extends StoreConformance {

  /** The kit for a backend. */
  protected HistoryStoreConformance(PersistenceSource source) {
    super(source);
  }

  private Tree newTree() {
    return new Tree(persistence().history(), ownedShard(), UUID.randomUUID());
  }

  @Test
  void Y1_appendedNodesAreReadInAnyRange() {
    Tree tree = newTree();
    HistoryBranch branch = tree.root();
    tree.append(branch, node(1, 10, 0));
    assertThat(tree.read(branch, 1, 4, 1)).containsExactly(node(1, 10, 0));
    assertThat(tree.read(branch)).containsExactly(node(1, 10, 0));
  }

  @Test
  void Y2_chainedNodesAreReadInAnyRange() {
    Tree tree = newTree();
    HistoryBranch branch = tree.root();
    tree.append(branch, node(1, 10, 0), node(4, 20, 10));
    assertThat(tree.read(branch, 1, 4, 1)).containsExactly(node(1, 10, 0));
    assertThat(tree.read(branch, 4, 6, 1)).containsExactly(node(4, 20, 10));
    assertThat(tree.read(branch)).containsExactly(node(1, 10, 0), node(4, 20, 10));
  }

  @Test
  void Y3_ofTwoNodesThatFollowOneTheHigherTransactionCounts() {
    Tree tree = newTree();
    HistoryBranch branch = tree.root();
    tree.append(branch, node(1, 10, 0), node(4, 21, 10), node(4, 22, 10));
    assertThat(tree.read(branch)).containsExactly(node(1, 10, 0), node(4, 22, 10));
    tree.append(branch, node(6, 30, 22), node(6, 31, 21));
    assertThat(tree.read(branch)).containsExactly(node(1, 10, 0), node(4, 22, 10), node(6, 30, 22));
    assertThat(tree.read(branch, 4, 6, 1)).containsExactly(node(4, 22, 10));
  }

  @Test
  void Y3_theOrderOfAppendingDoesNotMatter() {
    Tree tree = newTree();
    HistoryBranch branch = tree.root();
    tree.append(branch, node(1, 10, 0), node(4, 22, 10), node(4, 21, 10));
    assertThat(tree.read(branch)).containsExactly(node(1, 10, 0), node(4, 22, 10));
  }

  @Test
  void Y7_trimKeepsExactlyTheChainThatEndsAtTheNode() {
    Tree tree = newTree();
    HistoryBranch branch = tree.root();
    HistoryNode last = node(6, 30, 21);
    tree.append(
        branch,
        node(1, 10, 0),
        node(4, 21, 10),
        node(4, 22, 10),
        last,
        node(6, 40, 22),
        node(8, 50, 40));
    assertThat(tree.read(branch)).extracting(HistoryNode::transactionId).contains(40L, 50L);
    tree.trim(branch, last);
    assertThat(tree.read(branch)).containsExactly(node(1, 10, 0), node(4, 21, 10), last);
    tree.trim(branch, last);
    assertThat(tree.read(branch)).containsExactly(node(1, 10, 0), node(4, 21, 10), last);
  }

  @Test
  void Y8_trimOfABranchThatWasForkedFromKeepsTheForksOwnNodes() {
    Tree tree = newTree();
    HistoryBranch base = tree.root();
    tree.append(base, node(1, 10, 0), node(4, 20, 10), node(7, 30, 20), node(7, 31, 20));
    HistoryBranch fork = tree.fork(base, 7);
    tree.append(fork, node(7, 40, 20), node(9, 41, 40));
    tree.trim(base, node(7, 30, 20));
    assertThat(tree.read(base))
        .extracting(HistoryNode::transactionId)
        .containsExactly(10L, 20L, 30L);
    assertThat(tree.read(fork))
        .extracting(HistoryNode::transactionId)
        .containsExactly(10L, 20L, 40L, 41L);
  }

  @Test
  void Y9_trimOfAForkKeepsTheNodesOfItsAncestors() {
    Tree tree = newTree();
    HistoryBranch base = tree.root();
    tree.append(base, node(1, 10, 0), node(4, 20, 10), node(4, 21, 10), node(7, 30, 21));
    HistoryBranch fork = tree.fork(base, 4);
    tree.append(fork, node(4, 40, 10), node(4, 41, 10), node(7, 50, 40), node(7, 51, 41));
    tree.trim(fork, node(7, 50, 40));
    assertThat(tree.read(fork))
        .extracting(HistoryNode::transactionId)
        .containsExactly(10L, 40L, 50L);
    assertThat(tree.read(base))
        .extracting(HistoryNode::transactionId)
        .containsExactly(10L, 21L, 30L);
  }

  @Test
  void Y10_batchesOfAnyBytesAreReadBack() {
    Tree tree = newTree();
    HistoryBranch branch = tree.root();
    HistoryNode binary = new HistoryNode(1, 10, 0, new Blob(new byte[] {0, -1, 127}, "Proto3"));
    HistoryNode empty = new HistoryNode(2, 20, 10, new Blob(new byte[0], "Proto3"));
    tree.append(branch, binary, empty);
    assertThat(tree.read(branch)).containsExactly(binary, empty);
  }

  @Test
  void aBatchOfOneMebibyteIsReadBackWhole() {
    require(Capability.BLOBS_OF_ONE_MEBIBYTE);
    Tree tree = newTree();
    HistoryBranch branch = tree.root();
    HistoryNode large = new HistoryNode(1, 10, 0, Samples.blobOfSize(1 << 20));
    tree.append(branch, large);
    assertThat(tree.read(branch)).containsExactly(large);
  }

  @Test
  void N2_appendingANodeAgainReplacesIt() {
    Tree tree = newTree();
    HistoryBranch branch = tree.root();
    HistoryNode other = new HistoryNode(1, 10, 0, Samples.blob("other"));
    tree.append(branch, node(1, 10, 0), node(1, 10, 0));
    assertThat(tree.read(branch)).containsExactly(node(1, 10, 0));
    tree.append(branch, other);
    assertThat(tree.read(branch)).containsExactly(other);
    assertThat(tree.branches()).containsExactly(branch);
  }

  @Test
  void N3_theLargestIdsAreReadBack() {
    Tree tree = newTree();
    HistoryBranch branch = tree.root();
    HistoryNode last = node(Long.MAX_VALUE - 1, Long.MAX_VALUE, 10);
    tree.append(branch, node(1, 10, 0), last);
    assertThat(tree.read(branch)).containsExactly(node(1, 10, 0), last);
    assertThat(tree.readReverse(branch, 1, Long.MAX_VALUE, 1))
        .containsExactly(last, node(1, 10, 0));
  }

  @Test
  void N4_A25_aLongHistoryWithStaleNodesIsReadOnceInPagesOfAnySize() {
    Tree tree = newTree();
    HistoryBranch branch = tree.root();
    List<HistoryNode> counting = longHistoryWithStaleNodes(tree, branch);
    for (int pageSize : new int[] {1, 10, 13, 200}) {
      assertThat(tree.read(branch, 1, 101, pageSize)).isEqualTo(counting);
    }
    assertThat(tree.read(branch, 30, 60, 7)).isEqualTo(counting.subList(29, 59));
    assertThat(tree.read(branch, 100, Long.MAX_VALUE, 7)).isEqualTo(counting.subList(99, 100));
  }

  @Test
  void item11_aLongHistoryWithStaleNodesIsReadInReverseInPagesOfAnySize() {
    Tree tree = newTree();
    HistoryBranch branch = tree.root();
    List<HistoryNode> counting = longHistoryWithStaleNodes(tree, branch);
    for (int pageSize : new int[] {1, 2, 10, 13, 200}) {
      assertThat(tree.readReverse(branch, 1, 101, pageSize)).isEqualTo(counting.reversed());
    }
    assertThat(tree.readReverse(branch, 30, 60, 7)).isEqualTo(counting.subList(29, 59).reversed());
  }

  @Test
  void aRangeInTheMiddleHasOnlyNodesThatCountInTheWhole() {
    Tree tree = newTree();
    HistoryBranch branch = tree.root();
    tree.append(
        branch, node(1, 10, 0), node(3, 20, 10), node(4, 30, 20), node(3, 40, 10), node(5, 50, 40));
    assertThat(tree.read(branch, 4, 9, 1)).containsExactly(node(5, 50, 40));
    assertThat(tree.readReverse(branch, 4, 9, 1)).containsExactly(node(5, 50, 40));
  }

  @Test
  void aBranchWithoutANodeInTheRangeIsNotFound() {
    Tree tree = newTree();
    HistoryBranch branch = tree.root();
    HistoryBranch absent = tree.root();
    tree.append(branch, node(1, 10, 0));
    for (ReadHistory request :
        List.of(
            tree.request(absent, 1, Long.MAX_VALUE, PageRequest.first(10)),
            tree.request(branch, 2, 9, PageRequest.first(10)))) {
      NotFound forward = Errors.expect(NotFound.class, () -> persistence().history().read(request));
      assertThat(forward.summary()).isEqualTo("workflow execution history not found");
      NotFound reverse =
          Errors.expect(NotFound.class, () -> persistence().history().readReverse(request));
      assertThat(reverse.summary()).isEqualTo("workflow execution history not found");
    }
  }

  @Test
  void severalNodesAreAppendedInOneCall() {
    Tree tree = newTree();
    HistoryBranch first = tree.root();
    HistoryBranch second = tree.root();
    persistence()
        .history()
        .append(
            new AppendHistory(
                tree.fence(),
                UUID.randomUUID(),
                List.of(
                    new HistoryAppend(first, node(1, 10, 0), Optional.of("first")),
                    new HistoryAppend(first, node(2, 20, 10), Optional.empty()),
                    new HistoryAppend(second, node(1, 30, 0), Optional.of("second")))));
    assertThat(tree.read(first)).containsExactly(node(1, 10, 0), node(2, 20, 10));
    assertThat(tree.read(second)).containsExactly(node(1, 30, 0));
    assertThat(tree.branches()).containsExactlyInAnyOrder(first, second);
  }

  @Test
  void aPageTokenThatIsNoneIsInvalid() {
    Tree tree = newTree();
    HistoryBranch branch = tree.root();
    tree.append(branch, node(1, 10, 0), node(2, 20, 10));
    HistoryStore store = persistence().history();
    for (String garbage : List.of("", "garbage", "AAAA", "\u00e9?&", "bm90IGEga2V5")) {
      PageRequest page = PageRequest.after(new PageToken(garbage), 5);
      ReadHistory request = tree.request(branch, 1, 9, page);
      Errors.expect(InvalidRequest.class, () -> store.read(request));
      Errors.expect(InvalidRequest.class, () -> store.readReverse(request));
      Errors.expect(InvalidRequest.class, () -> store.allBranches(page));
    }
  }

  /** A hundred nodes that count, each beside a stale one and a shadowed one; returns those. */
  private static List<HistoryNode> longHistoryWithStaleNodes(Tree tree, HistoryBranch branch) {
    List<HistoryNode> counting = new ArrayList<>();
    List<HistoryAppend> appends = new ArrayList<>();
    long previous = 0;
    for (long nodeId = 1; nodeId <= 100; nodeId++) {
      HistoryNode counts = node(nodeId, nodeId * 10 + 5, previous);
      HistoryNode shadowed = node(nodeId, nodeId * 10, previous);
      HistoryNode stale = node(nodeId, nodeId * 10 + 6, 7_777_777);
      for (HistoryNode node : List.of(stale, counts, shadowed)) {
        appends.add(new HistoryAppend(branch, node, Optional.of("long")));
      }
      counting.add(counts);
      previous = counts.transactionId();
    }
    tree.store().append(new AppendHistory(tree.fence(), UUID.randomUUID(), appends));
    return counting;
  }
}
