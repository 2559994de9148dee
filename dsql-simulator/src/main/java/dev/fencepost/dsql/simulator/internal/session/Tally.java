// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.SimulatorCounts;
import java.util.concurrent.atomic.LongAdder;

/** Counts what sessions do. */
public final class Tally {

  private final LongAdder commits = new LongAdder();
  private final LongAdder conflicts = new LongAdder();
  private final LongAdder roundTrips = new LongAdder();

  Tally() {}

  void committed() {
    commits.increment();
  }

  void conflicted() {
    conflicts.increment();
  }

  void roundTrip() {
    roundTrips.increment();
  }

  /** What was counted so far. */
  public SimulatorCounts counts() {
    return new SimulatorCounts(commits.sum(), conflicts.sum(), roundTrips.sum());
  }
}
