// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

/**
 * One step on the branches of one tree.
 *
 * @param operation what to call
 * @param branch which of the branches made so far
 * @param node the node id, from 1
 * @param transaction the transaction id, from 1; low, so that nodes shadow each other
 * @param previous the transaction id of the node before, from 0
 * @param fenceOffset how far the range id of the call is from the actual one
 */
record HistoryStep(
    Operation operation, int branch, int node, int transaction, int previous, int fenceOffset) {

  enum Operation {
    APPEND_TO_CHAIN,
    APPEND,
    FORK,
    FORK_TO_TAKEN_ID,
    READ_RANGE,
    TRIM,
    DELETE_BRANCH
  }
}
