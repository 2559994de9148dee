// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.postgres.internal.strategy.FenceSql;
import dev.fencepost.postgres.internal.transaction.Outcome;
import dev.fencepost.postgres.internal.transaction.Session;
import dev.fencepost.postgres.internal.transaction.Write;
import dev.fencepost.spi.error.AlreadyExists;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.fence.Fence;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.history.AppendHistory;
import dev.fencepost.spi.history.BranchRecord;
import dev.fencepost.spi.history.DeleteBranch;
import dev.fencepost.spi.history.ForkHistory;
import dev.fencepost.spi.history.HistoryBranch;
import dev.fencepost.spi.history.TrimBranch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The writes of history. */
final class HistoryWrites {

  private final HistoryStatements statements;

  HistoryWrites(HistoryStatements statements) {
    this.statements = statements;
  }

  List<BranchRecord> branches(Session session, int shardId, UUID treeId) throws SQLException {
    return session.all(
        statements.tree,
        bind -> bind.integer("shard_id", shardId).uuid("tree_id", treeId),
        PostgresHistoryStore::branch);
  }

  Write<Integer> append(AppendHistory request) {
    return new Write<>() {
      @Override
      public Optional<Fence> fence() {
        return Optional.of(request.fence());
      }

      @Override
      public Integer attempt(Session session) throws SQLException {
        return session.write(
            statements.append,
            bind -> {
              bindFence(bind, request.fence())
                  .uuid("request_id", request.requestId())
                  .integer("node_count", request.appends().size());
              WriteParts.bindNodes(bind, request.appends());
              WriteParts.bindBranches(bind, request.appends());
            },
            (row, changed) -> {
              FenceSql.require(request.fence(), row);
              return request.appends().size();
            });
      }

      @Override
      public Outcome<Integer> outcome(Session session) throws SQLException {
        return session
            .first(
                statements.nodesPresent,
                bind -> {
                  bind.integer("shard_id", request.fence().shardId());
                  WriteParts.bindNodes(bind, request.appends());
                },
                row ->
                    Outcome.of(
                        row.getInt("present") == request.appends().size(),
                        row.getLong("range_id") == request.fence().rangeId(),
                        request.appends().size()))
            .orElseGet(Outcome.NotCommitted::new);
      }
    };
  }

  Write<HistoryBranch> fork(ForkHistory request, HistoryBranch forked) {
    return new Write<>() {
      @Override
      public Optional<Fence> fence() {
        return Optional.of(request.fence());
      }

      @Override
      public HistoryBranch attempt(Session session) throws SQLException {
        return session.write(
            statements.fork,
            bind ->
                bindBranch(bindFence(bind, request.fence()), forked)
                    .uuid("source_branch_id", request.source().branchId())
                    .text("ancestors", AncestorText.write(forked.ancestors()))
                    .text("information", request.information())
                    .uuid("request_id", request.requestId()),
            (row, changed) -> {
              FenceSql.require(request.fence(), row);
              if (!row.getBoolean("source_stands")) {
                throw new NotFound("branch not found", context(request.source()));
              }
              if (changed.rows("created") == 0) {
                throw new AlreadyExists("branch exists", context(forked));
              }
              return forked;
            });
      }

      @Override
      public Outcome<HistoryBranch> outcome(Session session) throws SQLException {
        return mark(session, request.fence(), forked)
            .map(
                mark ->
                    Outcome.of(
                        mark.createdBy().filter(request.requestId()::equals).isPresent(),
                        mark.rangeId() == request.fence().rangeId(),
                        forked))
            .orElseGet(Outcome.NotCommitted::new);
      }
    };
  }

  /**
   * Locks the tree, then looks at it with a statement of its own, which sees every fork that was
   * committed before the lock was granted. It deletes the last nodes first and the branch with the
   * first ones, so that what a step leaves is a shorter branch.
   *
   * @param step the most nodes to delete
   * @return whether the branch is gone
   */
  Write<Boolean> deletion(DeleteBranch request, int step) {
    HistoryBranch branch = request.branch();
    return new Write<>() {
      @Override
      public Optional<Fence> fence() {
        return Optional.of(request.fence());
      }

      @Override
      public Commit commit() {
        return Commit.AT_END;
      }

      @Override
      public Boolean attempt(Session session) throws SQLException {
        session.write(
            statements.lockTree,
            bind -> bindFence(bind, request.fence()).uuid("tree_id", branch.treeId()),
            (row, changed) -> {
              FenceSql.require(request.fence(), row);
              return row.getInt("locked_branches");
            });
        List<HistoryBranch> tree =
            branches(session, request.fence().shardId(), branch.treeId()).stream()
                .map(BranchRecord::branch)
                .toList();
        return tree.stream().noneMatch(found -> found.branchId().equals(branch.branchId()))
            || delete(session, tree);
      }

      private boolean delete(Session session, List<HistoryBranch> tree) throws SQLException {
        List<BranchSegment> shared =
            tree.stream()
                .filter(other -> !other.branchId().equals(branch.branchId()))
                .flatMap(other -> BranchSegment.all(other).stream())
                .toList();
        int left = step;
        for (BranchSegment segment : BranchSegment.all(branch).reversed()) {
          for (BranchSegment part : segment.without(shared).reversed()) {
            left -= deleteNodes(session, part, left);
            if (left == 0) {
              return false;
            }
          }
        }
        session.execute(
            statements.deleteBranchRow,
            bind -> bindBranch(bind.integer("shard_id", request.fence().shardId()), branch));
        return true;
      }

      private int deleteNodes(Session session, BranchSegment part, int limit) throws SQLException {
        return session.execute(
            statements.deleteNodes,
            bind ->
                bind.integer("shard_id", request.fence().shardId())
                    .uuid("tree_id", branch.treeId())
                    .uuid("branch_id", part.branchId())
                    .bigint("from_node_id", part.fromNodeInclusive())
                    .bigint("to_node_id", part.toNodeExclusive())
                    .integer("limit", limit));
      }

      @Override
      public Outcome<Boolean> outcome(Session session) throws SQLException {
        return mark(session, request.fence(), branch)
            .filter(mark -> mark.createdBy().isEmpty())
            .<Outcome<Boolean>>map(mark -> new Outcome.Committed<>(true))
            .orElseGet(Outcome.NotCommitted::new);
      }
    };
  }

  /**
   * Deletes nodes by their keys; running it again under a fence that holds changes nothing more.
   */
  Write<Integer> removal(TrimBranch request, List<Link> nodes) {
    return new Write<>() {
      @Override
      public Optional<Fence> fence() {
        return Optional.of(request.fence());
      }

      @Override
      public Integer attempt(Session session) throws SQLException {
        return session.write(
            statements.deleteGivenNodes,
            bind ->
                bindBranch(bindFence(bind, request.fence()), request.branch())
                    .bigints("node_ids", nodes.stream().mapToLong(Link::nodeId).toArray())
                    .bigints(
                        "node_transaction_ids",
                        nodes.stream().mapToLong(Link::transactionId).toArray()),
            (row, changed) -> {
              FenceSql.require(request.fence(), row);
              return changed.rows("deleted");
            });
      }

      @Override
      public Outcome<Integer> outcome(Session session) throws SQLException {
        return mark(session, request.fence(), request.branch())
            .<Outcome<Integer>>map(
                mark -> Outcome.of(false, mark.rangeId() == request.fence().rangeId(), 0))
            .orElseGet(Outcome.NotCommitted::new);
      }
    };
  }

  private Optional<Mark> mark(Session session, ShardFence fence, HistoryBranch branch)
      throws SQLException {
    return session.first(
        statements.branchMark,
        bind -> bindBranch(bind.integer("shard_id", fence.shardId()), branch),
        Mark::read);
  }

  private static Binder bindFence(Binder bind, ShardFence fence) throws SQLException {
    return bind.integer("shard_id", fence.shardId()).bigint("range_id", fence.rangeId());
  }

  private static Binder bindBranch(Binder bind, HistoryBranch branch) throws SQLException {
    return bind.uuid("tree_id", branch.treeId()).uuid("branch_id", branch.branchId());
  }

  private static Map<String, Object> context(HistoryBranch branch) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("treeId", branch.treeId());
    context.put("branchId", branch.branchId());
    return context;
  }

  /** Who owns the shard and who created the branch. */
  private record Mark(long rangeId, Optional<UUID> createdBy) {

    static Mark read(ResultSet row) throws SQLException {
      @Nullable UUID created = row.getObject("create_request_id", UUID.class);
      return new Mark(row.getLong("range_id"), Optional.ofNullable(created));
    }
  }
}
