// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.internal.fault.CommitFault;
import dev.fencepost.dsql.simulator.internal.fault.FaultPlan;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Ends transactions, with the faults that are asked for. */
final class Commits {

  private final Commitment commitment;
  private final FaultPlan faults;
  private final Tally tally;
  private final Runnable cutClient;

  Commits(TransactionSession session, Runnable cutClient) {
    this.commitment = new Commitment(session);
    this.faults = session.cluster().faults();
    this.tally = session.cluster().tally();
    this.cutClient = cutClient;
  }

  /** Commits, or fails and leaves nothing of the transaction. */
  void commit(Transaction running) throws IOException, SqlFailure {
    if (!running.leavesTraces()) {
      commitment.commit(running);
      return;
    }
    CommitFault fault = faults.nextCommit();
    sleep(faults.commitDelay());
    switch (fault) {
      case NONE -> {
        commitment.commit(running);
        tally.committed();
      }
      case CONFLICT -> {
        commitment.rollback(running);
        throw SqlFailure.conflict();
      }
      case CUT_BEFORE -> {
        commitment.rollback(running);
        throw new ConnectionCut("before COMMIT");
      }
      case CUT_WHILE -> {
        cutClient.run();
        sleep(faults.lateCommits());
        commitment.commit(running);
        tally.committed();
        throw new ConnectionCut("while COMMIT was sent");
      }
      case CUT_AFTER -> {
        commitment.commit(running);
        tally.committed();
        throw new ConnectionCut("after COMMIT");
      }
    }
  }

  /** Rolls back. */
  void rollback(Transaction running) throws IOException {
    commitment.rollback(running);
  }

  private static void sleep(Duration delay) throws IOException {
    if (delay.isPositive()) {
      try {
        Thread.sleep(delay);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the session is stopped");
      }
    }
  }
}
