// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.Columns;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.postgres.internal.sql.Times;
import dev.fencepost.postgres.internal.transaction.Operation;
import dev.fencepost.postgres.internal.transaction.Session;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** History in PostgreSQL. */
final class PostgresHistoryStore implements HistoryStore {

  private static final int LONGEST_INFORMATION = 1_000;
  private static final int STEP = 1_000;
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final Stores stores;
  private final ExecutionRequests requests;
  private final HistoryStatements statements;
  private final HistoryWrites writes;
  private final Operation append;
  private final Operation read;
  private final Operation readReverse;
  private final Operation fork;
  private final Operation deleteBranch;
  private final Operation trim;
  private final Operation branches;
  private final Operation allBranches;

  PostgresHistoryStore(Stores stores, SqlRenderer renderer) {
    this.stores = stores;
    this.requests = new ExecutionRequests(stores.requests());
    this.statements = new HistoryStatements(stores.strategy(), renderer);
    this.writes = new HistoryWrites(statements);
    this.append = stores.operation("history.append");
    this.read = stores.operation("history.read");
    this.readReverse = stores.operation("history.readReverse");
    this.fork = stores.operation("history.fork");
    this.deleteBranch = stores.operation("history.deleteBranch");
    this.trim = stores.operation("history.trim");
    this.branches = stores.operation("history.branches");
    this.allBranches = stores.operation("history.allBranches");
  }

  @Override
  public void append(AppendHistory request) {
    requests.requireAppends(request.appends());
    stores.runner().write(append, writes.append(request));
  }

  @Override
  public Page<HistoryNode> read(ReadHistory request) {
    PageTokens tokens = tokens("history", request);
    Optional<Link> after = request.page().token().map(token -> tokens.read(token, this::link));
    List<HistoryNode> nodes =
        stores
            .runner()
            .read(
                read,
                session -> {
                  HistoryReader reader = reader(request);
                  Link start =
                      after.isPresent()
                          ? after.get()
                          : start(session, reader, request.fromNodeInclusive());
                  return reader.forward(
                      session, start, request.toNodeExclusive(), Keyset.limit(request.page()));
                });
    requireFound(nodes, request);
    return Keyset.page(
        nodes, request.page(), last -> tokens.write(last.nodeId(), last.transactionId()));
  }

  @Override
  public Page<HistoryNode> readReverse(ReadHistory request) {
    PageTokens tokens = tokens("reverse history", request);
    Optional<Link> from = request.page().token().map(token -> tokens.read(token, this::link));
    List<HistoryNode> nodes =
        stores
            .runner()
            .read(
                readReverse,
                session -> {
                  HistoryReader reader = reader(request);
                  Link start =
                      from.isPresent()
                          ? from.get()
                          : reader.before(session, request.toNodeExclusive());
                  return reader.backward(
                      session, start, request.fromNodeInclusive(), Keyset.limit(request.page()));
                });
    requireFound(nodes, request);
    return Keyset.page(
        nodes,
        request.page(),
        last -> tokens.write(last.nodeId() - 1, last.previousTransactionId()));
  }

  @Override
  public HistoryBranch fork(ForkHistory request) {
    stores.requests().requireText("information", request.information(), 0, LONGEST_INFORMATION);
    HistoryBranch forked =
        new HistoryBranch(
            request.source().treeId(),
            request.newBranchId(),
            BranchSegment.of(request.source(), 1, request.forkNodeId()).stream()
                .map(
                    segment ->
                        new AncestorRange(
                            segment.branchId(),
                            segment.fromNodeInclusive(),
                            segment.toNodeExclusive()))
                .toList());
    return stores.runner().write(fork, writes.fork(request, forked));
  }

  @Override
  public void deleteBranch(DeleteBranch request) {
    while (!stores.runner().write(deleteBranch, writes.deletion(request, STEP))) {
      // the branch stands until its last nodes are gone
    }
  }

  @Override
  public void trim(TrimBranch request) {
    HistoryReader reader =
        new HistoryReader(statements, request.fence().shardId(), request.branch());
    Link end = new Link(request.lastNodeId(), request.lastTransactionId());
    List<Link> strays = stores.runner().read(trim, session -> reader.strays(session, end));
    for (int first = 0; first < strays.size() || first == 0; first += STEP) {
      List<Link> step = strays.subList(first, Math.min(first + STEP, strays.size()));
      stores.runner().write(trim, writes.removal(request, step));
    }
  }

  @Override
  public List<BranchRecord> branches(int shardId, UUID treeId) {
    return stores.runner().read(branches, session -> writes.branches(session, shardId, treeId));
  }

  @Override
  public Page<BranchRecord> allBranches(PageRequest page) {
    PageTokens tokens = new PageTokens("branches");
    Position after =
        page.token().map(token -> tokens.read(token, Position::parse)).orElse(Position.FIRST);
    List<BranchRecord> found =
        stores
            .runner()
            .read(
                allBranches,
                session ->
                    session.all(
                        statements.allBranches,
                        bind ->
                            bind.integer("shard_id", after.shardId())
                                .uuid("tree_id", after.treeId())
                                .uuid("branch_id", after.branchId())
                                .integer("limit", Keyset.limit(page)),
                        PostgresHistoryStore::branch));
    return Keyset.page(
        found,
        page,
        last -> tokens.write(last.shardId(), last.branch().treeId(), last.branch().branchId()));
  }

  static BranchRecord branch(ResultSet row) throws SQLException {
    return new BranchRecord(
        row.getInt("shard_id"),
        new HistoryBranch(
            Columns.uuid(row, "tree_id"),
            Columns.uuid(row, "branch_id"),
            AncestorText.read(row.getString("ancestors"))),
        row.getString("information"),
        Times.read(row, "created_at"));
  }

  private static PageTokens tokens(String list, ReadHistory request) {
    return new PageTokens(
        list,
        request.shardId(),
        request.branch(),
        request.fromNodeInclusive(),
        request.toNodeExclusive());
  }

  private Link link(List<String> key) {
    return new Link(Long.parseLong(key.get(0)), Long.parseLong(key.get(1)));
  }

  private HistoryReader reader(ReadHistory request) {
    return new HistoryReader(statements, request.shardId(), request.branch());
  }

  private static Link start(Session session, HistoryReader reader, long fromNodeInclusive)
      throws SQLException {
    if (fromNodeInclusive == 1) {
      return Link.START;
    }
    Link before = reader.before(session, fromNodeInclusive);
    return new Link(fromNodeInclusive - 1, before.transactionId());
  }

  private static void requireFound(List<HistoryNode> nodes, ReadHistory request) {
    if (nodes.isEmpty() && request.page().token().isEmpty()) {
      Map<String, Object> context = new LinkedHashMap<>();
      context.put("treeId", request.branch().treeId());
      context.put("branchId", request.branch().branchId());
      throw new NotFound("workflow execution history not found", context);
    }
  }

  /** The last branch of a page. */
  private record Position(int shardId, UUID treeId, UUID branchId) {

    static final Position FIRST = new Position(0, BEFORE_ALL, BEFORE_ALL);

    static Position parse(List<String> key) {
      return new Position(
          Integer.parseInt(key.get(0)), UUID.fromString(key.get(1)), UUID.fromString(key.get(2)));
    }
  }
}
