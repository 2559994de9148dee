// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

/**
 * Tokens beside each other.
 *
 * @param from the first token's index
 * @param to the index after the last token's
 */
record Range(int from, int to) {

  boolean isEmpty() {
    return from >= to;
  }
}
