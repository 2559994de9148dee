// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

/** How a write with several conditions is sent. */
public enum WriteForm {
  /** As one statement, a data-modifying CTE. */
  FOLDED,
  /** As a transaction of plain statements. */
  SEQUENCE,
  /** FOLDED if the cluster accepts such a statement, else SEQUENCE. */
  AUTO
}
