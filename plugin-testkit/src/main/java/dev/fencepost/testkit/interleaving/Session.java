// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.interleaving;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One operation on its thread: running, stopped before a statement, or ended. */
final class Session {

  private enum State {
    RUNNING,
    AT_GATE,
    ENDED
  }

  private final Operation operation;
  private final Trace trace;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private State state = State.RUNNING;
  private boolean free;
  private int sent;
  private Optional<Ending> ending = Optional.empty();

  Session(Operation operation, Trace trace) {
    this.operation = operation;
    this.trace = trace;
  }

  /** Runs the operation; called on its thread. */
  void run() {
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

  /** Lets it send one statement, and waits as long as it takes to stop again, or the patience. */
  void advance(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      if (state == State.AT_GATE) {
        state = State.RUNNING;
        changed.signalAll();
      }
      awaitStop(patience);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it has stopped before its first statement. */
  void awaitStart(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      awaitStop(patience);
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

  private void awaitStop(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    while (state == State.RUNNING && left > 0) {
      left = changed.awaitNanos(left);
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
