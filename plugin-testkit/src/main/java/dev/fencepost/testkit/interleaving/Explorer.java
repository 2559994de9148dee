// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.interleaving;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs operations in the order of a schedule.
 *
 * <p>An operation that does not reach its next statement within the explorer's patience is taken to
 * hang, usually on a lock that another session holds; the schedule goes on without it. The patience
 * decides how long an exploration takes, not whether it is right: an operation that is merely slow
 * goes on by itself.
 *
 * <p>One explorer runs one exploration at a time.
 */
public final class Explorer {

  private static final Duration LONGEST_EXPLORATION = Duration.ofSeconds(60);
  private static final HangDetector NOBODY_KNOWS = operation -> false;

  private static final ThreadLocal<@Nullable Session> CURRENT = new ThreadLocal<>();

  private final Duration patience;
  private final HangDetector detector;

  /**
   * An explorer that goes by its patience.
   *
   * @param patience how long to wait for an operation before it is taken to hang
   */
  public Explorer(Duration patience) {
    this(patience, NOBODY_KNOWS);
  }

  /**
   * An explorer that is told what hangs: a schedule always gives the same interleaving.
   *
   * @param patience how long to wait for an operation of which the detector knows nothing
   * @param detector tells which operations hang
   */
  public Explorer(Duration patience, HangDetector detector) {
    this.patience = requireNonNull(patience, "patience is null");
    this.detector = requireNonNull(detector, "detector is null");
  }

  /** The gate to install where statements are sent; that of all explorers. */
  public static StatementGate gate() {
    return statement -> {
      Session session = CURRENT.get();
      if (session != null) {
        session.arrive(statement);
      }
    };
  }

  /**
   * Runs operations under a schedule and waits until all have ended.
   *
   * @param operations what the sessions do
   * @param blockers who holds something from before the operations start
   * @param schedule the order; it speaks of operations and blockers by their places
   * @throws Exception what a blocker throws
   */
  public Exploration explore(
      List<Operation> operations, List<? extends Blocker> blockers, Schedule schedule)
      throws Exception {
    Trace trace = new Trace();
    List<Blocker> holding = new ArrayList<>(blockers);
    for (Blocker blocker : blockers) {
      blocker.hold();
    }
    List<Session> sessions =
        operations.stream().map(operation -> new Session(operation, trace)).toList();
    List<Thread> threads = new ArrayList<>();
    for (Session session : sessions) {
      threads.add(Thread.ofPlatform().daemon().start(() -> runGated(session)));
      session.awaitStop(LONGEST_EXPLORATION, NOBODY_KNOWS);
    }
    boolean overlapped = false;
    try {
      for (Schedule.Step step : schedule.steps()) {
        switch (step) {
          case Schedule.Step.Advance advance -> advance(sessions.get(advance.operation()));
          case Schedule.Step.Release release ->
              release(blockers.get(release.blocker()), holding, trace);
        }
        settle(sessions);
        overlapped |= sessions.stream().filter(Session::inFlight).count() > 1;
      }
      for (Blocker blocker : blockers) {
        release(blocker, holding, trace);
      }
      settle(sessions);
      finishInOrder(sessions);
    } finally {
      for (Blocker blocker : blockers) {
        release(blocker, holding, trace);
      }
      sessions.forEach(Session::letGo);
    }
    for (Thread thread : threads) {
      thread.join(LONGEST_EXPLORATION);
    }
    return new Exploration(
        schedule, endings(sessions, schedule, trace), trace.events(), overlapped);
  }

  private boolean advance(Session session) throws InterruptedException {
    return session.advance(patience, detector);
  }

  /** A step may have let others go on that hung; a known order needs them to stop first. */
  private void settle(List<Session> sessions) throws InterruptedException {
    if (!detector.equals(NOBODY_KNOWS)) {
      for (Session session : sessions) {
        session.awaitStop(patience, detector);
      }
    }
  }

  /** The first that can goes on to its end or until it hangs, again and again. */
  private void finishInOrder(List<Session> sessions) throws InterruptedException {
    boolean progress = true;
    while (progress) {
      progress = false;
      for (Session session : sessions) {
        while (advance(session)) {
          progress = true;
          settle(sessions);
        }
      }
    }
  }

  private void runGated(Session session) {
    CURRENT.set(session);
    try {
      session.run();
    } finally {
      CURRENT.remove();
    }
  }

  private static void release(Blocker blocker, List<Blocker> holding, Trace trace)
      throws Exception {
    if (holding.remove(blocker)) {
      trace.add("a blocker lets go");
      blocker.release();
    }
  }

  private static List<Ending> endings(List<Session> sessions, Schedule schedule, Trace trace) {
    List<Ending> endings = new ArrayList<>();
    for (Session session : sessions) {
      Optional<Ending> ending = session.ending();
      endings.add(
          ending.orElseThrow(
              () ->
                  new AssertionError(
                      "an operation has not ended within "
                          + LONGEST_EXPLORATION
                          + "; schedule "
                          + schedule
                          + "\n  "
                          + String.join("\n  ", trace.events()))));
    }
    return endings;
  }
}
