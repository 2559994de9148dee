// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.interleaving;

/**
 * Where a thread may be stopped before it sends a statement. A backend's test installs the
 * explorer's gate, usually with a {@link GatedDataSource}; threads that explore nothing pass at
 * once.
 */
@FunctionalInterface
public interface StatementGate {

  /**
   * Called by the thread that is about to send a statement.
   *
   * @param statement what it is about to do, for people
   */
  void beforeStatement(String statement);
}
