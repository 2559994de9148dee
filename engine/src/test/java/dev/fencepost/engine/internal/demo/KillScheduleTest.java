// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class KillScheduleTest {

  @Property(tries = 200)
  void atEveryMomentAtLeastHalfOfTheWorkflowsAreOpen(
      @ForAll @IntRange(min = 1, max = 500) int workflows,
      @ForAll @IntRange(max = 30) int kills,
      @ForAll long seed) {
    KillSchedule schedule = KillSchedule.of(plan(workflows, kills, seed));

    assertThat(schedule.moments()).hasSize(kills);
    for (KillSchedule.Moment moment : schedule.moments()) {
      int started = Math.min(workflows, moment.steps());
      int released = Math.min(KillSchedule.mostReleases(workflows), moment.steps() - started);
      assertThat(started + released).as("the moment comes").isEqualTo(moment.steps());
      assertThat(2 * (started - released)).as("open").isGreaterThanOrEqualTo(workflows);
    }
  }

  @Property(tries = 50)
  void oneSeedMakesOneSchedule(@ForAll long seed) {
    List<KillSchedule.Moment> first = KillSchedule.of(plan(200, 20, seed)).moments();

    assertThat(KillSchedule.of(plan(200, 20, seed)).moments()).isEqualTo(first);
  }

  private static DemoPlan plan(int workflows, int kills, long seed) {
    return new DemoPlan(workflows, "postgres", kills, seed, DemoPlan.Leftovers.DELETE);
  }
}
