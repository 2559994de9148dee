// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.property;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Explores the schedules of one operation, several at once on scenes of their own. */
final class FenceExploration {

  private final FenceSubject subject;
  private final FencedOperation operation;
  private final FenceStatistics statistics = new FenceStatistics();
  private final BlockingQueue<Optional<FenceScene>> scenes;

  FenceExploration(FenceSubject subject, FencedOperation operation) {
    this.subject = subject;
    this.operation = operation;
    this.scenes = new ArrayBlockingQueue<>(subject.scenesAtOnce());
    while (scenes.remainingCapacity() > 0) {
      scenes.add(Optional.empty());
    }
  }

  FencedOperation operation() {
    return operation;
  }

  FenceStatistics statistics() {
    return statistics;
  }

  /**
   * Explores the schedules. If one fails, throws what goes wrong under the shortest of those that
   * are left of it when steps are taken away.
   */
  void explore(List<FenceSchedule> schedules) throws Exception {
    Optional<Violation> found = violation(schedules);
    if (found.isPresent()) {
      throw shortest(found.get()).error();
    }
  }

  private Violation shortest(Violation found) throws Exception {
    Violation shortest = found;
    boolean shorter = true;
    while (shorter) {
      shorter = false;
      for (FenceSchedule candidate : shortest.schedule().shorter()) {
        Optional<Violation> again = violation(List.of(candidate));
        if (again.isPresent()) {
          shortest = again.get();
          shorter = true;
          break;
        }
      }
    }
    return shortest;
  }

  private Optional<Violation> violation(List<FenceSchedule> schedules) throws Exception {
    Queue<FenceSchedule> open = new ConcurrentLinkedQueue<>(schedules);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<Optional<Violation>>> lanes = new ArrayList<>();
      for (int lane = 0; lane < Math.min(schedules.size(), subject.scenesAtOnce()); lane++) {
        lanes.add(threads.submit(() -> firstViolation(open)));
      }
      Optional<Violation> found = Optional.empty();
      for (Future<Optional<Violation>> lane : lanes) {
        Optional<Violation> ofLane = lane.get();
        found = found.or(() -> ofLane);
      }
      return found;
    }
  }

  private Optional<Violation> firstViolation(Queue<FenceSchedule> open) throws Exception {
    for (FenceSchedule next = open.poll(); next != null; next = open.poll()) {
      try {
        play(next);
      } catch (AssertionError violated) {
        open.clear();
        return Optional.of(new Violation(next, violated));
      }
    }
    return Optional.empty();
  }

  /** A scene under which a round failed is not played again. */
  private void play(FenceSchedule schedule) throws Exception {
    Optional<FenceScene> rested = scenes.take();
    Optional<FenceScene> played = Optional.empty();
    try {
      FenceScene scene = rested.orElseGet(() -> FenceScene.create(operation, subject.stores()));
      statistics.add(schedule, new FenceRound(subject, scene, schedule).play());
      played = Optional.of(scene);
    } finally {
      scenes.add(played);
    }
  }

  private record Violation(FenceSchedule schedule, AssertionError error) {}
}
