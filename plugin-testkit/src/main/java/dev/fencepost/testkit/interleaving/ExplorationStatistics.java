// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.interleaving;

import java.util.HashSet;
import java.util.Set;

/**
 * How much of the space of interleavings a property has seen: a property whose operations never
 * overlapped has shown nothing. Safe for use by many threads.
 */
public final class ExplorationStatistics {

  private final Set<Object> distinctTraces = new HashSet<>();
  private int explorations;
  private int overlapped;

  /** Counts an exploration. */
  public synchronized void add(Exploration exploration) {
    explorations++;
    distinctTraces.add(exploration.trace());
    if (exploration.overlapped()) {
      overlapped++;
    }
  }

  /** How many explorations there were. */
  public synchronized int explorations() {
    return explorations;
  }

  /** How many different orders of events there were. */
  public synchronized int distinct() {
    return distinctTraces.size();
  }

  /** In how many explorations two operations were in flight at once. */
  public synchronized int overlapped() {
    return overlapped;
  }

  @Override
  public synchronized String toString() {
    return explorations
        + " schedules, "
        + distinctTraces.size()
        + " distinct interleavings, "
        + overlapped
        + " with two operations in flight at once";
  }
}
