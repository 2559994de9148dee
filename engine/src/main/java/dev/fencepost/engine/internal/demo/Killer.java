// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Kills the engine at the moments of a schedule and starts it again. */
final class Killer {

  private static final long POLL_MILLIS = 2;

  private final KillSchedule schedule;
  private final Load load;
  private final EngineMetrics metrics;
  private final Display display;
  private final Supplier<EngineProcess> starter;
  private final List<Integer> openAtKill = new CopyOnWriteArrayList<>();
  private EngineProcess engine;

  Killer(
      KillSchedule schedule,
      Load load,
      EngineMetrics metrics,
      Display display,
      Supplier<EngineProcess> starter,
      EngineProcess engine) {
    this.schedule = schedule;
    this.load = load;
    this.metrics = metrics;
    this.display = display;
    this.starter = starter;
    this.engine = engine;
  }

  /** Kills as often as the schedule says. */
  void run() {
    for (KillSchedule.Moment moment : schedule.moments()) {
      awaitMoment(moment);
      metrics.read();
      int open = load.surelyOpen();
      long begin = System.nanoTime();
      engine.kill();
      metrics.processEnded();
      openAtKill.add(open);
      engine = starter.get();
      display.say(
          "killed the engine with SIGKILL, "
              + open
              + " workflows open; it was back after "
              + (System.nanoTime() - begin) / 1_000_000
              + " ms");
    }
    load.killsAreOver();
  }

  /** How many workflows were surely open at each kill. */
  List<Integer> openAtKill() {
    return List.copyOf(openAtKill);
  }

  private void awaitMoment(KillSchedule.Moment moment) {
    try {
      while (load.steps() < moment.steps()) {
        Thread.sleep(POLL_MILLIS);
      }
      Thread.sleep(moment.delay().toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("interrupted", interrupted);
    }
  }
}
