// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.Columns;
import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.transaction.Session;
import dev.fencepost.spi.history.HistoryBranch;
import dev.fencepost.spi.history.HistoryNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks the nodes of a branch that count, in either direction.
 *
 * <p>Forwards, the next node is the newest of those with the next node id that follows the last
 * one. Backwards it is the one the last one follows.
 */
final class HistoryReader {

  private static final int CHUNK = 1_000;
  private static final int LINKS = 10_000;

  private final HistoryStatements statements;
  private final int shardId;
  private final HistoryBranch branch;

  HistoryReader(HistoryStatements statements, int shardId, HistoryBranch branch) {
    this.statements = statements;
    this.shardId = shardId;
    this.branch = branch;
  }

  /** The nodes after a position, at most the limit. */
  List<HistoryNode> forward(Session session, Link after, long toNodeExclusive, int limit)
      throws SQLException {
    List<HistoryNode> found = new ArrayList<>();
    Link last = after;
    for (BranchSegment segment : BranchSegment.of(branch, after.nodeId() + 1, toNodeExclusive)) {
      Cursor cursor = new Cursor(segment.fromNodeInclusive() - 1, 0);
      List<HistoryNode> chunk = List.of();
      int size = 0;
      while (found.size() < limit && chunk.size() == size) {
        size = chunk(limit - found.size());
        chunk = nodes(session, statements.nodes, segment, cursor, size);
        for (HistoryNode node : chunk) {
          cursor = new Cursor(node.nodeId(), node.transactionId());
          if (node.nodeId() > last.nodeId()
              && node.previousTransactionId() == last.transactionId()
              && found.size() < limit) {
            found.add(node);
            last = new Link(node.nodeId(), node.transactionId());
          }
        }
      }
    }
    return found;
  }

  /** The nodes that lead up to a position, which is the first of them if it is there. */
  List<HistoryNode> backward(Session session, Link from, long downToInclusive, int limit)
      throws SQLException {
    List<HistoryNode> found = new ArrayList<>();
    long expected = from.transactionId();
    List<BranchSegment> segments = BranchSegment.of(branch, downToInclusive, after(from.nodeId()));
    for (BranchSegment segment : segments.reversed()) {
      Cursor cursor = new Cursor(segment.toNodeExclusive(), 0);
      List<HistoryNode> chunk = List.of();
      int size = 0;
      while (found.size() < limit && chunk.size() == size) {
        size = chunk(limit - found.size());
        chunk = nodes(session, statements.nodesReverse, segment, cursor, size);
        for (HistoryNode node : chunk) {
          cursor = new Cursor(node.nodeId(), node.transactionId());
          boolean isNext =
              node.transactionId() == expected
                  && (found.isEmpty() || node.nodeId() < found.getLast().nodeId());
          if (isNext && found.size() < limit) {
            found.add(node);
            expected = node.previousTransactionId();
          }
        }
      }
    }
    return found;
  }

  /**
   * The last node that counts before a node id; {@link Link#START} if there is none. Only the way
   * from the start tells, but it reads no events.
   */
  Link before(Session session, long nodeId) throws SQLException {
    Link last = Link.START;
    for (BranchSegment segment : BranchSegment.of(branch, 1, nodeId)) {
      Cursor cursor = new Cursor(segment.fromNodeInclusive() - 1, 0);
      List<Link> chunk;
      do {
        chunk = links(session, statements.links, segment, cursor);
        for (Link node : chunk) {
          cursor = new Cursor(node.nodeId(), node.transactionId());
          if (node.nodeId() > last.nodeId()
              && node.previousTransactionId() == last.transactionId()) {
            last = node;
          }
        }
      } while (chunk.size() == LINKS);
    }
    return last;
  }

  /**
   * The branch's own nodes that are not on the chain that ends at a node; none if there is no such.
   */
  List<Link> strays(Session session, Link end) throws SQLException {
    List<Link> strays = new ArrayList<>();
    BranchSegment own = BranchSegment.of(branch, branch.firstOwnNode(), Long.MAX_VALUE).getLast();
    Cursor cursor = new Cursor(Long.MAX_VALUE, 0);
    Link expected = end;
    boolean isFound = false;
    List<Link> chunk;
    do {
      chunk = links(session, statements.linksReverse, own, cursor);
      for (Link node : chunk) {
        cursor = new Cursor(node.nodeId(), node.transactionId());
        if (node.nodeId() <= expected.nodeId()
            && node.transactionId() == expected.transactionId()) {
          isFound = true;
          expected = new Link(node.nodeId() - 1, node.previousTransactionId());
        } else {
          strays.add(node);
        }
      }
    } while (chunk.size() == LINKS);
    return isFound || isInAncestors(session, end) ? strays : List.of();
  }

  private boolean isInAncestors(Session session, Link end) throws SQLException {
    if (branch.firstOwnNode() == 1) {
      return false;
    }
    long to = Math.min(branch.firstOwnNode(), after(end.nodeId()));
    return !backward(session, new Link(to - 1, end.transactionId()), 1, 1).isEmpty();
  }

  private List<HistoryNode> nodes(
      Session session, Sql sql, BranchSegment segment, Cursor cursor, int limit)
      throws SQLException {
    return session.all(
        sql,
        bind -> segment.bind(bind, shardId, branch.treeId(), cursor).integer("limit", limit),
        row ->
            new HistoryNode(
                row.getLong("node_id"),
                row.getLong("transaction_id"),
                row.getLong("previous_transaction_id"),
                Columns.blob(row, "data")));
  }

  private List<Link> links(Session session, Sql sql, BranchSegment segment, Cursor cursor)
      throws SQLException {
    return session.all(
        sql,
        bind -> segment.bind(bind, shardId, branch.treeId(), cursor).integer("limit", LINKS),
        Link::read);
  }

  private static int chunk(int wanted) {
    return Math.max(1, Math.min(wanted, CHUNK));
  }

  private static long after(long nodeId) {
    return nodeId == Long.MAX_VALUE ? nodeId : nodeId + 1;
  }
}
