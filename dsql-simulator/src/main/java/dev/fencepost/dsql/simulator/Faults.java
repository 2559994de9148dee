// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

import dev.fencepost.dsql.simulator.internal.fault.FaultPlan;
import java.time.Duration;

/**
 * Faults on demand. Commits are counted over all sessions, from the call on and from 1, and only
 * those of transactions that wrote or locked something; an autocommit write is such a commit. Safe
 * for use by any number of threads.
 *
 * <p>The same can be asked for in SQL: {@code CALL sys.simulator_fault('fail-commit', '3')}, with
 * {@code fail-commit} and {@code cut-before}, {@code cut-while} or {@code cut-after} followed by
 * the number of the commit, {@code fail-commits} by a probability, {@code delay-statements} and
 * {@code delay-commits} by milliseconds, and {@code clear}.
 */
public final class Faults {

  private final FaultPlan plan;

  Faults(FaultPlan plan) {
    this.plan = plan;
  }

  /** Lets a commit fail with 40001 (OC000), as if another transaction had won. */
  public void failCommit(int number) {
    plan.failCommit(number);
  }

  /** Lets every commit fail with 40001 (OC000) with a probability. */
  public void failCommits(double probability) {
    plan.failCommits(probability);
  }

  /** Cuts the connection of a commit. */
  public void cutCommit(int number, CommitCut cut) {
    plan.cutCommit(number, cut);
  }

  /** How long after the cut a {@link CommitCut#WHILE} takes effect; 200 ms unless told. */
  public void lateCommits(Duration after) {
    plan.lateCommits(after);
  }

  /** Delays every statement. */
  public void delayStatements(Duration delay) {
    plan.delayStatements(delay);
  }

  /** Delays every commit. */
  public void delayCommits(Duration delay) {
    plan.delayCommits(delay);
  }

  /** Places a gate before every statement, instead of the one there was. */
  public void gate(StatementGate gate) {
    plan.gate(gate);
  }

  /** Ends all faults and delays, and removes the gate. */
  public void clear() {
    plan.clear();
  }
}
