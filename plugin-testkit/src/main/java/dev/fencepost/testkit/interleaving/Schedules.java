// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.interleaving;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Generates schedules. They shrink to fewer steps, and to steps of the first operations. */
public final class Schedules {

  private Schedules() {}

  /**
   * Schedules of any order.
   *
   * @param operations how many operations there are, at least 1
   * @param blockers how many blockers there are
   * @param mostSteps the length of the longest schedule; twice the number of all statements is
   *     enough
   */
  public static Arbitrary<Schedule> of(int operations, int blockers, int mostSteps) {
    return Arbitraries.integers()
        .between(0, operations + blockers - 1)
        .map(place -> step(place, operations))
        .list()
        .ofMaxSize(mostSteps)
        .map(Schedule::new);
  }

  /** All schedules are equal that have no steps: everybody runs at once. */
  public static Schedule unordered() {
    return new Schedule(List.of());
  }

  private static Schedule.Step step(int place, int operations) {
    return place < operations
        ? new Schedule.Step.Advance(place)
        : new Schedule.Step.Release(place - operations);
  }
}
