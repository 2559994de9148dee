// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.error.AlreadyExists;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.history.AncestorRange;
import dev.fencepost.spi.history.AppendHistory;
import dev.fencepost.spi.history.BranchRecord;
import dev.fencepost.spi.history.DeleteBranch;
import dev.fencepost.spi.history.ForkHistory;
import dev.fencepost.spi.history.HistoryBranch;
import dev.fencepost.spi.history.HistoryNode;
import dev.fencepost.spi.history.HistoryStore;
import dev.fencepost.spi.history.ReadHistory;
import dev.fencepost.spi.history.TrimBranch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** History in memory. */
final class MemoryHistoryStore implements HistoryStore {

  private final MemorySession session;

  MemoryHistoryStore(MemorySession session) {
    this.session = session;
  }

  @Override
  public void append(AppendHistory request) {
    request.appends().forEach(MemoryExecutionStore::check);
    session.run(
        tables -> {
          tables.requireOwner(request.fence());
          request
              .appends()
              .forEach(append -> tables.history.append(request.fence().shardId(), append));
        });
  }

  @Override
  public Page<HistoryNode> read(ReadHistory request) {
    return readNodes(
        request,
        "history ",
        nodes -> nodes,
        token -> {
          long last = Long.parseLong(token);
          return node -> node.nodeId() > last;
        });
  }

  @Override
  public Page<HistoryNode> readReverse(ReadHistory request) {
    return readNodes(
        request,
        "reverse history ",
        List::reversed,
        token -> {
          long last = Long.parseLong(token);
          return node -> node.nodeId() < last;
        });
  }

  @Override
  public HistoryBranch fork(ForkHistory request) {
    Requests.text("information", request.information(), 0, 1_000);
    HistoryBranch forked =
        new HistoryBranch(
            request.source().treeId(),
            request.newBranchId(),
            ancestors(request.source(), request.forkNodeId()));
    return session.call(
        tables -> {
          int shardId = request.fence().shardId();
          tables.requireOwner(request.fence());
          BranchRecord row =
              new BranchRecord(shardId, forked, request.information(), MemoryDatabase.now());
          if (tables.history.branches.putIfAbsent(HistoryTables.key(shardId, forked), row)
              != null) {
            throw new AlreadyExists(
                "branch exists", Map.of("treeId", forked.treeId(), "branchId", forked.branchId()));
          }
          return forked;
        });
  }

  @Override
  public void deleteBranch(DeleteBranch request) {
    session.run(
        tables -> {
          tables.requireOwner(request.fence());
          tables.history.deleteBranch(request.fence().shardId(), request.branch());
        });
  }

  @Override
  public void trim(TrimBranch request) {
    session.run(
        tables -> {
          tables.requireOwner(request.fence());
          tables.history.trim(
              request.fence().shardId(),
              request.branch(),
              request.lastNodeId(),
              request.lastTransactionId());
        });
  }

  @Override
  public List<BranchRecord> branches(int shardId, UUID treeId) {
    return session.call(tables -> tables.history.tree(shardId, treeId));
  }

  @Override
  public Page<BranchRecord> allBranches(PageRequest page) {
    return session.call(
        tables ->
            new Paging<>(
                    "branches",
                    tables.history.branches.values(),
                    row ->
                        row.shardId() + " " + row.branch().treeId() + " " + row.branch().branchId(),
                    MemoryHistoryStore::after)
                .page(page));
  }

  private Page<HistoryNode> readNodes(
      ReadHistory request,
      String list,
      Function<List<HistoryNode>, List<HistoryNode>> order,
      Function<String, Predicate<HistoryNode>> after) {
    return session.call(
        tables -> {
          List<HistoryNode> nodes =
              tables.history.chain(request.shardId(), request.branch()).stream()
                  .filter(node -> node.nodeId() >= request.fromNodeInclusive())
                  .filter(node -> node.nodeId() < request.toNodeExclusive())
                  .toList();
          if (nodes.isEmpty() && request.page().token().isEmpty()) {
            throw new NotFound(
                "workflow execution history not found",
                Map.of(
                    "treeId", request.branch().treeId(), "branchId", request.branch().branchId()));
          }
          return new Paging<>(
                  list + request.branch().branchId(),
                  order.apply(nodes),
                  node -> Long.toString(node.nodeId()),
                  after)
              .page(request.page());
        });
  }

  /** Where the nodes of a new branch that are not its own will be. */
  private static List<AncestorRange> ancestors(HistoryBranch source, long forkNodeId) {
    List<AncestorRange> ancestors = new ArrayList<>();
    for (AncestorRange range : source.ancestors()) {
      if (range.fromNodeInclusive() < forkNodeId) {
        ancestors.add(
            new AncestorRange(
                range.branchId(),
                range.fromNodeInclusive(),
                Math.min(range.toNodeExclusive(), forkNodeId)));
      }
    }
    if (source.firstOwnNode() < forkNodeId) {
      ancestors.add(new AncestorRange(source.branchId(), source.firstOwnNode(), forkNodeId));
    }
    return ancestors;
  }

  private static Predicate<BranchRecord> after(String token) {
    String[] parts = token.split(" ", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("no key of a branch");
    }
    HistoryTables.BranchKey last =
        new HistoryTables.BranchKey(
            Integer.parseInt(parts[0]), UUID.fromString(parts[1]), UUID.fromString(parts[2]));
    return row ->
        HistoryTables.BRANCH_ORDER.compare(HistoryTables.key(row.shardId(), row.branch()), last)
            > 0;
  }
}
