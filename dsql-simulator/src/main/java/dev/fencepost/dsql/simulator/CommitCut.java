// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

/** Where a COMMIT loses its connection. The client sees the same in all cases. */
public enum CommitCut {
  /** Before it takes effect: nothing is committed. */
  BEFORE,
  /**
   * First the connection ends, and some time later the COMMIT takes effect, unless it conflicts.
   */
  WHILE,
  /** After it took effect: everything is committed. */
  AFTER
}
