// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.property;

import dev.fencepost.testkit.interleaving.Exploration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the explorations of one fence and one operation have seen. Safe for use by many threads. */
final class FenceStatistics {

  private final Set<FenceSchedule> distinct = new HashSet<>();
  private final Set<List<String>> interleavings = new HashSet<>();
  private final long started = System.nanoTime();
  private int explored;
  private int bothInFlight;

  synchronized void add(FenceSchedule schedule, Exploration exploration) {
    explored++;
    interleavings.add(exploration.trace());
    if (distinct.add(schedule) && hadBothInFlight(exploration.trace())) {
      bothInFlight++;
    }
  }

  synchronized int distinct() {
    return distinct.size();
  }

  synchronized int bothInFlight() {
    return bothInFlight;
  }

  /** Whether at a moment a write and the take-over had each sent something and not ended. */
  private static boolean hadBothInFlight(List<String> trace) {
    Set<String> inFlight = new HashSet<>();
    boolean both = false;
    for (String event : trace) {
      int colon = event.indexOf(": ");
      if (colon > 0) {
        inFlight.add(event.substring(0, colon));
      } else {
        inFlight.removeIf(operation -> event.startsWith(operation + " "));
      }
      both |= inFlight.contains(FenceScene.TAKER) && inFlight.size() > 1;
    }
    return both;
  }

  @Override
  public synchronized String toString() {
    return explored
        + " schedules explored, "
        + distinct.size()
        + " distinct, "
        + interleavings.size()
        + " distinct interleavings, "
        + bothInFlight
        + " distinct schedules with a write and the take-over in flight at once, "
        + explored * 1_000_000_000L / Math.max(1, System.nanoTime() - started)
        + " a second";
  }
}
