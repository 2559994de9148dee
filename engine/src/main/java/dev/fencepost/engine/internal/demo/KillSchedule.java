// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * When the engine is killed, as numbers of steps taken: a step is a workflow that was started or
 * one that was told to go on. All moments lie where at least half of the workflows are started and
 * at most half were told to go on, so that half of them or more are open. Each of the equal parts
 * of that stretch has one of them.
 *
 * @param moments the moments, in order
 */
record KillSchedule(List<Moment> moments) {

  private static final int LONGEST_DELAY_MILLIS = 200;

  /** Copies the moments. */
  KillSchedule {
    moments = List.copyOf(moments);
  }

  static KillSchedule of(DemoPlan plan) {
    Random random = new Random(plan.seed());
    int first = (plan.workflows() + 1) / 2;
    int last = plan.workflows() + mostReleases(plan.workflows());
    List<Moment> moments = new ArrayList<>();
    for (int kill = 0; kill < plan.kills(); kill++) {
      double share = (kill + random.nextDouble()) / plan.kills();
      moments.add(
          new Moment(
              first + (int) Math.round(share * (last - first)),
              Duration.ofMillis(random.nextInt(LONGEST_DELAY_MILLIS))));
    }
    return new KillSchedule(moments);
  }

  /** How many workflows may be told to go on while kills are still to come. */
  static int mostReleases(int workflows) {
    return workflows / 2;
  }

  /**
   * One kill.
   *
   * @param steps after how many steps
   * @param delay how long after them
   */
  record Moment(int steps, Duration delay) {}
}
