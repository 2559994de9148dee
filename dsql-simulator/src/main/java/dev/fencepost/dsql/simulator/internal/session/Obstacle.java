// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.internal.backend.Reply;
import dev.fencepost.dsql.simulator.internal.conflict.RowKey;
import dev.fencepost.dsql.simulator.internal.wire.ErrorFields;
import java.io.IOException;

/** What kept a statement from being executed behind. */
enum Obstacle {
  /** Nothing did. */
  NONE,
  /** A lock of a transaction that still runs. */
  BLOCKED,
  /** A row that somebody has changed and committed since the snapshot. */
  LOST,
  /** The statement is wrong, whoever else runs. */
  FAILED;

  private static final String DUPLICATE = "23505";
  private static final String EXISTS = " already exists.";

  static Obstacle of(Reply reply, Transaction running, Cluster cluster) throws IOException {
    if (reply.error().isEmpty()) {
      return NONE;
    }
    ErrorFields error = reply.error().get();
    return switch (error.sqlState()) {
      case "55P03", "40P01" -> BLOCKED;
      case "40001" -> LOST;
      case DUPLICATE -> unseen(error, running, cluster) ? LOST : FAILED;
      default -> FAILED;
    };
  }

  /**
   * Whether the snapshot lacks the row that is in the way. The service looks for duplicates in the
   * snapshot only, and finds the rest at COMMIT.
   */
  private static boolean unseen(ErrorFields error, Transaction running, Cluster cluster)
      throws IOException {
    String detail = error.detail().orElse("");
    int values = detail.indexOf(")=(");
    if (values < 0 || !detail.endsWith(")" + EXISTS)) {
      return false;
    }
    String key = detail.substring(values + 3, detail.length() - 1 - EXISTS.length());
    long index = cluster.blockers().index(error.schema().orElse(""), error.constraint().orElse(""));
    return cluster.commits().usedSince(running.snapshot, new RowKey(index, key));
  }
}
