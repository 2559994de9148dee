// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static dev.fencepost.testkit.conformance.Tree.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.error.AlreadyExists;
import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.history.AncestorRange;
import dev.fencepost.spi.history.AppendHistory;
import dev.fencepost.spi.history.BranchRecord;
import dev.fencepost.spi.history.ForkHistory;
import dev.fencepost.spi.history.HistoryAppend;
import dev.fencepost.spi.history.HistoryBranch;
import dev.fencepost.spi.history.HistoryNode;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Pages;
import dev.fencepost.testkit.internal.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * How every {@link dev.fencepost.spi.history.HistoryStore} keeps branches and trees: T1 to T5, N7,
 * Y4 to Y6, Y11, Y12, A24, A26 and A27 of the contract. A23 generates ids, which is the engine's
 * matter.
 */
public abstract class HistoryBranchConformance extends StoreConformance {

  /** The kit for a backend. */
  protected HistoryBranchConformance(PersistenceSource source) {
    super(source);
  }

  private Tree newTree() {
    return new Tree(persistence().history(), ownedShard(), UUID.randomUUID());
  }

  /** A branch of three nodes that count, one shadowed: 1, 4, 7. */
  private static HistoryBranch base(Tree tree) {
    HistoryBranch base = tree.root();
    tree.append(base, node(1, 10, 0), node(4, 20, 10), node(4, 21, 10), node(7, 30, 21));
    return base;
  }

  private static List<Long> transactions(List<HistoryNode> nodes) {
    return nodes.stream().map(HistoryNode::transactionId).toList();
  }

  private static void assertGone(Tree tree, HistoryBranch branch) {
    Errors.expect(NotFound.class, () -> tree.read(branch));
  }

  @Test
  void T1_T3_aBranchIsKnownToItsTreeFromItsFirstAppend() {
    Tree tree = newTree();
    HistoryBranch branch = base(tree);
    List<BranchRecord> records =
        persistence().history().branches(tree.fence().shardId(), tree.treeId());
    assertThat(records)
        .singleElement()
        .satisfies(found -> assertThat(found.shardId()).isEqualTo(tree.fence().shardId()))
        .satisfies(found -> assertThat(found.branch()).isEqualTo(branch))
        .satisfies(
            found -> assertThat(found.information()).isEqualTo("branch " + branch.branchId()))
        .satisfies(
            found ->
                assertThat(found.createdAt())
                    .isBetween(
                        Instant.now().minus(Duration.ofHours(1)),
                        Instant.now().plus(Duration.ofHours(1))));
  }

  @Test
  void T2_appendingTheFirstNodeAgainIsNoError() {
    Tree tree = newTree();
    HistoryBranch branch = tree.root();
    tree.append(branch, node(1, 10, 0), node(1, 11, 0));
    assertThat(tree.branches()).containsExactly(branch);
    assertThat(tree.read(branch)).containsExactly(node(1, 11, 0));
  }

  @Test
  void T4_deletingABranchThatDoesNotExistDoesNothing() {
    Tree tree = newTree();
    HistoryBranch branch = base(tree);
    tree.delete(tree.root());
    assertThat(tree.branches()).containsExactly(branch);
    assertThat(transactions(tree.read(branch))).containsExactly(10L, 21L, 30L);
  }

  @Test
  void T5_N7_deletingTheOnlyBranchRemovesItWithAllNodes() {
    Tree tree = newTree();
    HistoryBranch branch = base(tree);
    tree.delete(branch);
    assertThat(tree.branches()).isEmpty();
    assertGone(tree, branch);
    tree.append(branch, node(1, 12, 0));
    assertThat(transactions(tree.read(branch))).containsExactly(12L);
  }

  @Test
  void Y4_aForkSharesTheNodesBeforeTheForkNode() {
    Tree tree = newTree();
    HistoryBranch base = base(tree);
    HistoryBranch fork = tree.fork(base, 7);
    assertThat(fork.treeId()).isEqualTo(tree.treeId());
    assertThat(fork.ancestors()).containsExactly(new AncestorRange(base.branchId(), 1, 7));
    assertThat(transactions(tree.read(fork))).containsExactly(10L, 21L);
    tree.append(fork, node(7, 40, 21), node(9, 50, 40));
    assertThat(transactions(tree.read(fork))).containsExactly(10L, 21L, 40L, 50L);
    assertThat(transactions(tree.readReverse(fork, 1, 99, 1))).containsExactly(50L, 40L, 21L, 10L);
    assertThat(transactions(tree.read(fork, 4, 9, 1))).containsExactly(21L, 40L);
    assertThat(transactions(tree.read(base))).containsExactly(10L, 21L, 30L);
    assertThat(tree.branches()).containsExactlyInAnyOrder(base, fork);
  }

  @Test
  void Y5_shadowedNodesOfAnAncestorStayShadowed() {
    Tree tree = newTree();
    HistoryBranch base = base(tree);
    HistoryBranch fork = tree.fork(base, 9);
    tree.append(base, node(7, 31, 21));
    tree.append(fork, node(9, 40, 31));
    assertThat(transactions(tree.read(fork))).containsExactly(10L, 21L, 31L, 40L);
    assertThat(transactions(tree.read(base))).containsExactly(10L, 21L, 31L);
  }

  @Test
  void Y6_shadowedNodesOfAForkStayShadowed() {
    Tree tree = newTree();
    HistoryBranch base = base(tree);
    HistoryBranch fork = tree.fork(base, 4);
    tree.append(fork, node(4, 40, 10), node(4, 41, 10), node(7, 50, 41), node(7, 49, 40));
    assertThat(transactions(tree.read(fork))).containsExactly(10L, 41L, 50L);
    assertThat(transactions(tree.read(base))).containsExactly(10L, 21L, 30L);
  }

  @Test
  void aForkOfAForkKeepsTheRangesBeforeTheForkNode() {
    Tree tree = newTree();
    HistoryBranch base = base(tree);
    HistoryBranch child = tree.fork(base, 7);
    tree.append(child, node(7, 40, 21), node(9, 50, 40));
    HistoryBranch late = tree.fork(child, 9);
    HistoryBranch early = tree.fork(child, 4);
    assertThat(late.ancestors())
        .containsExactly(
            new AncestorRange(base.branchId(), 1, 7), new AncestorRange(child.branchId(), 7, 9));
    assertThat(early.ancestors()).containsExactly(new AncestorRange(base.branchId(), 1, 4));
    assertThat(transactions(tree.read(late))).containsExactly(10L, 21L, 40L);
    assertThat(transactions(tree.read(early))).containsExactly(10L);
  }

  @Test
  void forkingToABranchIdThatIsTakenIsAlreadyExists() {
    Tree tree = newTree();
    HistoryBranch base = base(tree);
    HistoryBranch fork = tree.fork(base, 7);
    for (UUID taken : List.of(base.branchId(), fork.branchId())) {
      ForkHistory request =
          new ForkHistory(tree.fence(), UUID.randomUUID(), base, 4, taken, "again");
      Errors.expect(AlreadyExists.class, () -> persistence().history().fork(request));
    }
    assertThat(tree.branches()).containsExactlyInAnyOrder(base, fork);
    assertThat(transactions(tree.read(fork))).containsExactly(10L, 21L);
  }

  @Test
  void informationHasAtMostAThousandCharacters() {
    Tree tree = newTree();
    HistoryBranch base = base(tree);
    ForkHistory longest =
        new ForkHistory(
            tree.fence(), UUID.randomUUID(), base, 4, UUID.randomUUID(), "測".repeat(1_000));
    persistence().history().fork(longest);
    ForkHistory tooLong =
        new ForkHistory(
            tree.fence(),
            UUID.randomUUID(),
            base,
            4,
            UUID.randomUUID(),
            Samples.textOfLength(1_001));
    Errors.expect(InvalidRequest.class, () -> persistence().history().fork(tooLong));
    assertThat(tree.branches()).hasSize(2);
  }

  @Test
  void Y11_whatAForkSharesSurvivesTheDeletionOfItsBase() {
    Tree tree = newTree();
    HistoryBranch base = base(tree);
    HistoryBranch fork = tree.fork(base, 7);
    tree.append(fork, node(7, 40, 21));
    tree.delete(base);
    assertThat(transactions(tree.read(fork))).containsExactly(10L, 21L, 40L);
    assertThat(transactions(tree.read(base))).containsExactly(10L, 21L);
    assertThat(tree.branches()).containsExactly(fork);
    tree.delete(fork);
    assertGone(tree, fork);
    assertGone(tree, base);
    assertThat(tree.branches()).isEmpty();
  }

  @Test
  void Y12_theBaseSurvivesTheDeletionOfItsFork() {
    Tree tree = newTree();
    HistoryBranch base = base(tree);
    HistoryBranch fork = tree.fork(base, 7);
    tree.append(fork, node(7, 40, 21));
    tree.delete(fork);
    assertThat(transactions(tree.read(base))).containsExactly(10L, 21L, 30L);
    assertThat(transactions(tree.read(fork))).containsExactly(10L, 21L);
    tree.delete(base);
    assertGone(tree, base);
    assertGone(tree, fork);
  }

  @Test
  void deletingInTheMiddleLeavesWhatOthersShareOfIt() {
    Tree tree = newTree();
    HistoryBranch base = base(tree);
    HistoryBranch child = tree.fork(base, 7);
    tree.append(child, node(7, 40, 21), node(9, 50, 40), node(11, 60, 50));
    HistoryBranch grandchild = tree.fork(child, 11);
    tree.append(grandchild, node(11, 70, 50));
    tree.delete(child);
    assertThat(transactions(tree.read(grandchild))).containsExactly(10L, 21L, 40L, 50L, 70L);
    assertThat(transactions(tree.read(child))).containsExactly(10L, 21L, 40L, 50L);
    tree.delete(base);
    assertThat(transactions(tree.read(grandchild))).containsExactly(10L, 21L, 40L, 50L, 70L);
    assertThat(transactions(tree.read(base))).containsExactly(10L, 21L);
    tree.delete(grandchild);
    for (HistoryBranch branch : List.of(base, child, grandchild)) {
      assertGone(tree, branch);
    }
  }

  @Test
  void treesAndShardsAreSeparate() {
    Tree tree = newTree();
    HistoryBranch branch = base(tree);
    Tree otherShard = new Tree(tree.store(), ownedShard(), tree.treeId());
    assertThat(otherShard.branches()).isEmpty();
    assertGone(otherShard, branch);
    otherShard.append(branch, node(1, 99, 0));
    otherShard.delete(branch);
    assertThat(transactions(tree.read(branch))).containsExactly(10L, 21L, 30L);
  }

  @Test
  void A24_allBranchesOfAllTreesAreListedOnce() {
    require(Capability.LONG_LISTS);
    ShardFence fence = ownedShard();
    Set<HistoryBranch> made = new HashSet<>();
    List<HistoryAppend> appends = new ArrayList<>();
    for (int i = 0; i < 1_002; i++) {
      HistoryBranch branch = HistoryBranch.root(UUID.randomUUID(), UUID.randomUUID());
      made.add(branch);
      appends.add(new HistoryAppend(branch, node(1, i + 1, 0), Optional.of("tree " + i)));
    }
    for (int i = 0; i < 1_002; i += 167) {
      persistence()
          .history()
          .append(new AppendHistory(fence, UUID.randomUUID(), appends.subList(i, i + 167)));
    }
    List<BranchRecord> all =
        Pages.all(100, page -> persistence().history().allBranches(page)).stream()
            .filter(found -> found.shardId() == fence.shardId())
            .toList();
    assertThat(all).hasSize(1_002);
    assertThat(all).extracting(BranchRecord::branch).containsExactlyInAnyOrderElementsOf(made);
    assertThat(persistence().history().allBranches(PageRequest.first(10)).items()).hasSize(10);
  }

  @Test
  void A26_branchesOfOneTreeMayBeWrittenAtOnce() throws InterruptedException {
    require(Capability.CONCURRENT_CALLS);
    Tree tree = newTree();
    Callable<HistoryBranch> writer = () -> base(tree);
    List<Together.Ending<HistoryBranch>> endings = Together.run(Collections.nCopies(8, writer));
    assertThat(Together.thrown(endings)).isEmpty();
    List<HistoryBranch> branches = Together.returned(endings);
    assertThat(tree.branches()).containsExactlyInAnyOrderElementsOf(branches);
    for (HistoryBranch branch : branches) {
      assertThat(transactions(tree.read(branch))).containsExactly(10L, 21L, 30L);
    }
  }

  @Test
  void A27_forksTwoLevelsDeepMadeAtOnceAreAllDeleted() throws InterruptedException {
    require(Capability.CONCURRENT_CALLS);
    Tree tree = newTree();
    HistoryBranch base = base(tree);
    Callable<List<HistoryBranch>> forker =
        () -> {
          HistoryBranch child = tree.fork(base, 7);
          tree.append(child, node(7, 40, 21), node(9, 50, 40));
          HistoryBranch grandchild = tree.fork(child, 9);
          tree.append(grandchild, node(9, 60, 40));
          return List.of(child, grandchild);
        };
    List<Together.Ending<List<HistoryBranch>>> endings =
        Together.run(Collections.nCopies(6, forker));
    assertThat(Together.thrown(endings)).isEmpty();
    List<HistoryBranch> forks = Together.returned(endings).stream().flatMap(List::stream).toList();
    assertThat(tree.branches()).hasSize(13);
    for (HistoryBranch fork : forks) {
      assertThat(transactions(tree.read(fork))).startsWith(10L, 21L, 40L);
    }
    tree.delete(base);
    forks.forEach(tree::delete);
    assertThat(tree.branches()).isEmpty();
    assertGone(tree, base);
    forks.forEach(fork -> assertGone(tree, fork));
  }
}
