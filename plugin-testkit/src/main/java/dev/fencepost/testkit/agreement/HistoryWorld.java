// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.history.AppendHistory;
import dev.fencepost.spi.history.BranchRecord;
import dev.fencepost.spi.history.DeleteBranch;
import dev.fencepost.spi.history.ForkHistory;
import dev.fencepost.spi.history.HistoryAppend;
import dev.fencepost.spi.history.HistoryBranch;
import dev.fencepost.spi.history.HistoryNode;
import dev.fencepost.spi.history.ReadHistory;
import dev.fencepost.spi.history.TrimBranch;
import dev.fencepost.spi.shard.CreateShard;
import dev.fencepost.testkit.internal.Pages;
import dev.fencepost.testkit.internal.Samples;
import dev.fencepost.testkit.internal.ShardPicture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One tree in a shard of its own; its branches grow in number with each fork. */
final class HistoryWorld implements World<HistoryStep> {

  /** The nodes of a branch, read in both directions. */
  private record BranchPicture(
      HistoryBranch branch, List<HistoryNode> forward, List<HistoryNode> reverse) {}

  private record Picture(List<HistoryBranch> known, List<BranchPicture> branches) {}

  private final int shardId;
  private final UUID treeId = UUID.randomUUID();
  private final List<HistoryBranch> branches = new ArrayList<>();

  HistoryWorld(int shardId) {
    this.shardId = shardId;
    branches.add(HistoryBranch.root(treeId, UUID.randomUUID()));
  }

  @Override
  public void prepare(Persistence stores) {
    stores.shards().openOrCreate(new CreateShard(shardId, Samples.blob("state")));
  }

  @Override
  public Call call(HistoryStep step, int number, Persistence reference) {
    HistoryBranch branch = branches.get(step.branch() % branches.size());
    ShardFence fence = new ShardFence(shardId, Math.max(1, 1 + step.fenceOffset()));
    return switch (step.operation()) {
      case APPEND_TO_CHAIN -> append(fence, branch, next(reference, branch, number));
      case APPEND ->
          append(
              fence,
              branch,
              node(
                  Math.max(branch.firstOwnNode(), step.node()),
                  step.transaction(),
                  step.previous()));
      case FORK -> fork(fence, branch, step.node() + 1L, newBranch(branch, step));
      case FORK_TO_TAKEN_ID ->
          isKnown(reference, branch)
              ? fork(fence, branch, step.node() + 1L, branch.branchId())
              : Call.answering(stores -> "the id is not taken");
      case READ_RANGE -> read(branch, step);
      case TRIM -> trim(fence, branch, reference);
      case DELETE_BRANCH ->
          Call.silent(
              stores ->
                  stores
                      .history()
                      .deleteBranch(new DeleteBranch(fence, UUID.randomUUID(), branch)));
    };
  }

  @Override
  public Object picture(Persistence stores) {
    return new Picture(
        stores.history().branches(shardId, treeId).stream().map(BranchRecord::branch).toList(),
        branches.stream().map(branch -> picture(stores, branch)).toList());
  }

  private BranchPicture picture(Persistence stores, HistoryBranch branch) {
    return new BranchPicture(
        branch,
        ShardPicture.nodes(stores, shardId, branch),
        ShardPicture.ifFound(
                () -> Pages.all(2, page -> stores.history().readReverse(whole(branch, page))))
            .orElse(List.of()));
  }

  private ReadHistory whole(HistoryBranch branch, PageRequest page) {
    return new ReadHistory(shardId, branch, 1, Long.MAX_VALUE, page);
  }

  private static HistoryNode node(long nodeId, long transactionId, long previous) {
    return new HistoryNode(
        nodeId,
        transactionId,
        previous,
        Samples.blob(nodeId + " by " + transactionId + " after " + previous));
  }

  /** The node an owner would append now. */
  private HistoryNode next(Persistence reference, HistoryBranch branch, int number) {
    List<HistoryNode> nodes = ShardPicture.nodes(reference, shardId, branch);
    if (nodes.isEmpty()) {
      return node(branch.firstOwnNode(), 30L + number, 0);
    }
    HistoryNode last = nodes.getLast();
    return node(
        Math.max(last.nodeId() + 1, branch.firstOwnNode()), 30L + number, last.transactionId());
  }

  private Call append(ShardFence fence, HistoryBranch branch, HistoryNode node) {
    AppendHistory request =
        new AppendHistory(
            fence,
            UUID.randomUUID(),
            List.of(new HistoryAppend(branch, node, Optional.of("a branch"))));
    return Call.silent(stores -> stores.history().append(request));
  }

  private Call fork(ShardFence fence, HistoryBranch source, long node, UUID newBranchId) {
    ForkHistory request =
        new ForkHistory(fence, UUID.randomUUID(), source, node, newBranchId, "a branch");
    return Call.answering(stores -> stores.history().fork(request));
  }

  private boolean isKnown(Persistence reference, HistoryBranch branch) {
    return reference.history().branches(shardId, treeId).stream()
        .anyMatch(found -> found.branch().branchId().equals(branch.branchId()));
  }

  /** The id of a branch that is remembered as if the fork succeeded; it may not. */
  private UUID newBranch(HistoryBranch source, HistoryStep step) {
    UUID branchId = UUID.randomUUID();
    if (step.fenceOffset() <= 0) {
      branches.add(Forks.of(source, step.node() + 1L, branchId));
    }
    return branchId;
  }

  private Call read(HistoryBranch branch, HistoryStep step) {
    int pageSize = 1 + step.transaction() / 3;
    return step.transaction() % 2 == 0
        ? Call.answering(
            stores -> Pages.all(pageSize, page -> stores.history().read(range(branch, step, page))))
        : Call.answering(
            stores ->
                Pages.all(
                    pageSize, page -> stores.history().readReverse(range(branch, step, page))));
  }

  private ReadHistory range(HistoryBranch branch, HistoryStep step, PageRequest page) {
    return new ReadHistory(shardId, branch, step.node(), step.node() + 1L + step.previous(), page);
  }

  /** Trims to a node of the chain, as the mutable state would know it. */
  private Call trim(ShardFence fence, HistoryBranch branch, Persistence reference) {
    List<HistoryNode> own =
        ShardPicture.nodes(reference, shardId, branch).stream()
            .filter(node -> node.nodeId() >= branch.firstOwnNode())
            .toList();
    if (own.isEmpty()) {
      return Call.answering(stores -> "there is nothing to trim");
    }
    HistoryNode last = own.get(own.size() / 2);
    TrimBranch request =
        new TrimBranch(fence, UUID.randomUUID(), branch, last.nodeId(), last.transactionId());
    return Call.silent(stores -> stores.history().trim(request));
  }
}
