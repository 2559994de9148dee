// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.property;

import dev.fencepost.testkit.interleaving.Schedule;
import dev.fencepost.testkit.interleaving.Schedule.Step;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * An order in which the owner's writes and the take-over go on.
 *
 * @param stop what another session holds from the beginning, 0 for nothing; its release is a step
 * @param schedule the order; the last of its operations is the take-over
 */
public record FenceSchedule(int stop, Schedule schedule) {

  /** The place of the take-over among the operations. */
  static final int TAKE_OVER = FenceScene.OWNER_WRITES;

  private static final int NOBODY = 0;
  private static final int LET_GO = TAKE_OVER + 2;
  private static final int STEPS = 16;

  /** The take-over has the most statements. */
  private static final List<Integer> CHOICES =
      List.of(
          NOBODY,
          1,
          1,
          1,
          2,
          2,
          2,
          LET_GO,
          LET_GO,
          TAKE_OVER + 1,
          TAKE_OVER + 1,
          TAKE_OVER + 1,
          TAKE_OVER + 1,
          TAKE_OVER + 1,
          TAKE_OVER + 1,
          TAKE_OVER + 1);

  /**
   * Schedules of any order.
   *
   * @param stops how many things another session can hold
   */
  static Arbitrary<FenceSchedule> schedules(int stops) {
    Arbitrary<Integer> next = Arbitraries.of(CHOICES);
    Arbitrary<List<Integer>> steps = next.list().ofSize(STEPS);
    return Combinators.combine(Arbitraries.integers().between(0, stops), steps)
        .as(FenceSchedule::of);
  }

  private static FenceSchedule of(int stop, List<Integer> steps) {
    List<Step> taken =
        steps.stream()
            .filter(step -> step != NOBODY && (step != LET_GO || stop != 0))
            .<Step>map(step -> step == LET_GO ? new Step.Release(0) : new Step.Advance(step - 1))
            .toList();
    return new FenceSchedule(stop, new Schedule(taken));
  }

  /** What is left when nothing is held, or when steps are taken away: many first, then few. */
  List<FenceSchedule> shorter() {
    List<FenceSchedule> shorter = new ArrayList<>();
    List<Step> steps = schedule.steps();
    if (stop != 0) {
      shorter.add(
          new FenceSchedule(
              0,
              new Schedule(
                  steps.stream().filter(step -> !(step instanceof Step.Release)).toList())));
    }
    for (int length = steps.size() / 2; length > 0; length /= 2) {
      for (int end = steps.size(); end >= length; end -= length) {
        List<Step> left = new ArrayList<>(steps);
        left.subList(end - length, end).clear();
        shorter.add(new FenceSchedule(stop, new Schedule(left)));
      }
    }
    return shorter;
  }

  @Override
  public String toString() {
    return stop == 0 ? schedule.toString() : "stop " + stop + ", " + schedule;
  }
}
