// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A node without its events.
 *
 * @param nodeId its node id
 * @param transactionId its transaction id
 * @param previousTransactionId the transaction id of the node it follows
 */
record Link(long nodeId, long transactionId, long previousTransactionId) {

  /** Where every history starts. */
  static final Link START = new Link(0, 0);

  /** A position, whatever it follows. */
  Link(long nodeId, long transactionId) {
    this(nodeId, transactionId, 0);
  }

  static Link read(ResultSet row) throws SQLException {
    return new Link(
        row.getLong("node_id"),
        row.getLong("transaction_id"),
        row.getLong("previous_transaction_id"));
  }
}
