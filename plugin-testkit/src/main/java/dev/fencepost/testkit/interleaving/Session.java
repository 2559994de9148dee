// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.interleaving;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One operation on its thread: running, stopped before a statement, or ended. */
final class Session {

  private enum State {
    RUNNING,
    AT_GATE,
    ENDED
  }

  /** How long it may run before the detector is asked about it, again and again. */
  private static final Duration LOOK = Duration.ofMillis(4);

  private final Operation operation;
  private final Trace trace;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private State state = State.RUNNING;
  private boolean free;
  private int sent;
  private volatile @Nullable Thread thread;
  private Optional<Ending> ending = Optional.empty();

  Session(Operation operation, Trace trace) {
    this.operation = operation;
    this.trace = trace;
  }

  /** Runs the operation; called on its thread. */
  void run() {
    thread = Thread.currentThread();
    Ending result;
    try {
      result = new Ending.Returned(operation.body().call());
      trace.add(operation.name() + " returned");
    } catch (Throwable error) {
      result = new Ending.Threw(error);
      trace.add(operation.name() + " threw " + error.getClass().getSimpleName());
    }
    change(State.ENDED, Optional.of(result));
  }

  /** Stops the operation before a statement until it may go on; called on its thread. */
  void arrive(String statement) {
    lock.lock();
    try {
      if (!free) {
        state = State.AT_GATE;
        changed.signalAll();
        while (state == State.AT_GATE && !free) {
          changed.awaitUninterruptibly();
        }
        state = State.RUNNING;
      }
      sent++;
      trace.add(operation.name() + ": " + statement);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets it send one statement, and waits until it stops again or hangs.
   *
   * @return whether there was a statement to send
   */
  boolean advance(Duration patience, HangDetector detector) throws InterruptedException {
    lock.lock();
    try {
      boolean sends = state == State.AT_GATE;
      if (sends) {
        state = State.RUNNING;
        changed.signalAll();
      }
      awaitStop(patience, detector);
      return sends;
    } finally {
      lock.unlock();
    }
  }

  /** Stops it no more. */
  void letGo() {
    lock.lock();
    try {
      free = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean inFlight() {
    lock.lock();
    try {
      return sent > 0 && state != State.ENDED;
    } finally {
      lock.unlock();
    }
  }

  Optional<Ending> ending() {
    lock.lock();
    try {
      return ending;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it has stopped before a statement, has ended, or hangs. */
  void awaitStop(Duration patience, HangDetector detector) throws InterruptedException {
    lock.lock();
    try {
      long end = System.nanoTime() + patience.toNanos();
      for (long left = patience.toNanos(); state == State.RUNNING && left > 0; ) {
        long unused = changed.awaitNanos(Math.min(left, LOOK.toNanos()));
        Thread running = thread;
        if (state == State.RUNNING && running != null && detector.hangs(running)) {
          return;
        }
        left = end - System.nanoTime();
      }
    } finally {
      lock.unlock();
    }
  }

  private void change(State next, Optional<Ending> result) {
    lock.lock();
    try {
      state = next;
      ending = result;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
