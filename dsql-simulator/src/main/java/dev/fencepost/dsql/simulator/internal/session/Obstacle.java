// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.internal.backend.Reply;
import dev.fencepost.dsql.simulator.internal.conflict.Access;
import dev.fencepost.dsql.simulator.internal.conflict.RowKey;
import dev.fencepost.dsql.simulator.internal.wire.ErrorFields;
import java.io.IOException;
import java.util.Optional;

/** What kept a statement from being executed behind. */
enum Obstacle {
  /** Nothing did. */
  NONE,
  /** A lock of a transaction that still runs. */
  BLOCKED,
  /** Another transaction, which needed the rows that this one had locked. */
  DISPLACED,
  /** A row that somebody has changed and committed since the snapshot. */
  LOST,
  /** The statement is wrong, whoever else runs. */
  FAILED;

  private static final String EXISTS = " already exists.";
  private static final String REFERENCED = " is still referenced from table ";

  /** Whether somebody else's lock was in the way. */
  static boolean isBlocked(Reply reply) {
    return reply.failedWith("55P03") || reply.failedWith("57014");
  }

  static Obstacle of(Reply reply, Transaction running, Cluster cluster) throws IOException {
    if (reply.error().isEmpty()) {
      return NONE;
    }
    ErrorFields error = reply.error().get();
    return switch (error.sqlState()) {
      case "55P03", "40P01" -> BLOCKED;
      // Also what a lock's time limit looks like that is reached as the lock is granted.
      case "57014" -> DISPLACED;
      case "40001" -> LOST;
      case "23505" -> isUnseenDuplicate(error, running, cluster) ? LOST : FAILED;
      case "23503" -> isUnseenReference(error, running, cluster) ? LOST : FAILED;
      default -> FAILED;
    };
  }

  /**
   * Whether the snapshot lacks the row that has the key already. The service looks for duplicates
   * in the snapshot only, and finds the rest at COMMIT.
   */
  private static boolean isUnseenDuplicate(ErrorFields error, Transaction running, Cluster cluster)
      throws IOException {
    Optional<String> values = values(error, EXISTS);
    if (values.isEmpty()) {
      return false;
    }
    long index = cluster.blockers().index(error.schema().orElse(""), error.constraint().orElse(""));
    return cluster
        .commits()
        .usedSince(running.snapshot, new RowKey(index, values.get()), Access.KEY_SHARE);
  }

  /** Whether the snapshot lacks the row that refers to a row that is removed. */
  private static boolean isUnseenReference(ErrorFields error, Transaction running, Cluster cluster)
      throws IOException {
    Optional<String> values = values(error, REFERENCED);
    if (values.isEmpty()) {
      return false;
    }
    long index =
        cluster
            .blockers()
            .referencedIndex(
                error.schema().orElse(""), error.table().orElse(""), error.constraint().orElse(""));
    return cluster
        .commits()
        .usedSince(running.snapshot, new RowKey(index, values.get()), Access.KEY);
  }

  /** The values in a detail such as {@code Key (id)=(1) already exists.}. */
  private static Optional<String> values(ErrorFields error, String after) {
    String detail = error.detail().orElse("");
    int start = detail.indexOf(")=(");
    int end = detail.lastIndexOf(")" + after);
    return start < 0 || end < start
        ? Optional.empty()
        : Optional.of(detail.substring(start + 3, end));
  }
}
