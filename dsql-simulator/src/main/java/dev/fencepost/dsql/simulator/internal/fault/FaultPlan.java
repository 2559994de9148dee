// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.fault;

import dev.fencepost.dsql.simulator.CommitCut;
import dev.fencepost.dsql.simulator.StatementBoundary;
import dev.fencepost.dsql.simulator.StatementGate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** The faults asked for. Safe for use by any number of threads. */
public final class FaultPlan {

  private static final StatementGate OPEN = boundary -> {};
  private static final Duration USUALLY_LATE = Duration.ofMillis(200);

  private final Random random;
  private final Map<Long, CommitFault> due = new HashMap<>();
  private long commits;
  private double probability;
  private volatile boolean armed;
  private volatile Duration lateCommits = USUALLY_LATE;
  private volatile Duration statementDelay = Duration.ZERO;
  private volatile Duration commitDelay = Duration.ZERO;
  private volatile StatementGate gate = OPEN;

  /** A plan without faults, whose chances are those of a seed. */
  public FaultPlan(long seed) {
    this.random = new Random(seed);
  }

  /** Lets a commit fail; the next one has the number 1. */
  public synchronized void failCommit(int number) {
    plan(number, CommitFault.CONFLICT);
  }

  /** Lets commits fail by chance. */
  public synchronized void failCommits(double chance) {
    if (!(chance >= 0 && chance <= 1)) {
      throw new IllegalArgumentException("a probability is between 0 and 1, not " + chance);
    }
    probability = chance;
    arm();
  }

  /** Cuts the connection of a commit. */
  public synchronized void cutCommit(int number, CommitCut cut) {
    plan(
        number,
        switch (cut) {
          case BEFORE -> CommitFault.CUT_BEFORE;
          case WHILE -> CommitFault.CUT_WHILE;
          case AFTER -> CommitFault.CUT_AFTER;
        });
  }

  private void plan(int number, CommitFault fault) {
    if (number < 1) {
      throw new IllegalArgumentException("the next commit has the number 1, there is no " + number);
    }
    due.put(commits + number, fault);
    arm();
  }

  private void arm() {
    armed = probability > 0 || !due.isEmpty() || commitDelay.isPositive();
  }

  /** Counts a commit and tells what befalls it. */
  public CommitFault nextCommit() {
    synchronized (this) {
      commits++;
      CommitFault fault = due.remove(commits);
      if (fault == null) {
        fault = random.nextDouble() < probability ? CommitFault.CONFLICT : CommitFault.NONE;
      }
      arm();
      return fault;
    }
  }

  /** Whether something may befall a commit. */
  public boolean armed() {
    return armed;
  }

  /** Sets how late a commit takes effect whose connection was cut while it was sent. */
  public void lateCommits(Duration after) {
    lateCommits = after;
  }

  /** How late such a commit takes effect. */
  public Duration lateCommits() {
    return lateCommits;
  }

  /** Delays statements. */
  public void delayStatements(Duration delay) {
    statementDelay = delay;
  }

  /** Delays commits. */
  public synchronized void delayCommits(Duration delay) {
    commitDelay = delay;
    arm();
  }

  /** How long commits are delayed. */
  public Duration commitDelay() {
    return commitDelay;
  }

  /** Places a gate. */
  public void gate(StatementGate placed) {
    gate = placed;
  }

  /** Waits as long as it has to before a statement. */
  public void pass(StatementBoundary boundary) throws InterruptedException {
    gate.pass(boundary);
    if (statementDelay.isPositive()) {
      Thread.sleep(statementDelay);
    }
  }

  /** Ends all faults. */
  public synchronized void clear() {
    due.clear();
    probability = 0;
    lateCommits = USUALLY_LATE;
    statementDelay = Duration.ZERO;
    commitDelay = Duration.ZERO;
    gate = OPEN;
    arm();
  }
}
