// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.history;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.Blob;

/**
 * A batch of events as one node of a branch.
 *
 * <p>Of several nodes with one node id the one with the highest transaction id counts, if it
 * follows the node before it: readers walk the chain of {@code previousTransactionId} and see
 * neither stale nor shadowed nodes.
 *
 * @param nodeId the event id of its first event, at least 1
 * @param transactionId unique and growing within the shard, from the owner's block of task ids
 * @param previousTransactionId the transaction id of the node before, 0 for the first
 * @param events the events, opaque to the store
 */
public record HistoryNode(
    long nodeId, long transactionId, long previousTransactionId, Blob events) {

  /** Checks the ranges. */
  public HistoryNode {
    requireNonNull(events, "events is null");
    if (nodeId < 1) {
      throw new IllegalArgumentException("nodeId is at least 1, not " + nodeId);
    }
  }
}
