// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

/**
 * The last node that was read of a segment.
 *
 * @param nodeId its node id
 * @param transactionId its transaction id
 */
record Cursor(long nodeId, long transactionId) {}
