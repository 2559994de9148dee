// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

/** Stands before every statement of every session. */
@FunctionalInterface
public interface StatementGate {

  /**
   * Called by the session's own thread before a statement is executed, COMMIT included; the
   * statement is executed when this returns. The session holds nothing that another one could wait
   * for.
   */
  void pass(StatementBoundary boundary) throws InterruptedException;
}
