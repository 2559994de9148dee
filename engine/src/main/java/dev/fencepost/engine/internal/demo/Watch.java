// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs load and kills side by side, shows how far they are, and gives up if nothing moves. */
final class Watch {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long POLL_MILLIS = 50;

  private final DemoPlan plan;
  private final Load load;
  private final Killer killer;
  private final Display display;

  Watch(DemoPlan plan, Load load, Killer killer, Display display) {
    this.plan = plan;
    this.load = load;
    this.killer = killer;
    this.display = display;
  }

  /**
   * Returns when every workflow has ended.
   *
   * @throws DemoFailure if one of both fails, or no workflow starts or ends for too long
   */
  void run() {
    try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = List.of(both.submit(load::run), both.submit(killer::run));
      try {
        awaitEnd(running);
      } finally {
        running.forEach(future -> future.cancel(true));
      }
    }
  }

  private void awaitEnd(List<Future<?>> running) {
    int lastMoves = -1;
    long lastMove = System.nanoTime();
    while (load.ended() < plan.workflows()) {
      running.forEach(Watch::throwIfFailed);
      int moves = load.steps() + load.ended() + killer.openAtKill().size();
      if (moves != lastMoves) {
        lastMoves = moves;
        lastMove = System.nanoTime();
      } else if (System.nanoTime() - lastMove > PATIENCE.toNanos()) {
        throw new DemoFailure(
            "nothing moved for "
                + PATIENCE.toSeconds()
                + " s; still open: "
                + String.join(", ", load.open()));
      }
      display.update(load.ended(), plan.workflows(), details());
      pause();
    }
    running.forEach(Watch::throwIfFailed);
  }

  private String details() {
    return ", "
        + load.started()
        + " started, "
        + killer.openAtKill().size()
        + "/"
        + plan.kills()
        + " kills";
  }

  private static void throwIfFailed(Future<?> future) {
    if (!future.isDone()) {
      return;
    }
    try {
      future.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("interrupted", interrupted);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof DemoFailure failure) {
        throw failure;
      }
      throw new DemoFailure("unexpected: " + failed.getMessage(), failed);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("interrupted", interrupted);
    }
  }
}
