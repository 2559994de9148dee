// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.history.CachedRun.StoredRun;
import dev.fencepost.engine.internal.workflow.Transition;
import dev.fencepost.engine.internal.workflow.TransitionContext;
import dev.fencepost.engine.internal.workflow.WorkflowRun;
import dev.fencepost.engine.v1.MutableState;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;

/**
 * One operation on a run, from the moment it is asked for to the one when it is certain how it
 * ended. Whoever holds the run's lock applies and ends it: perhaps not the thread that asked.
 */
final class RunChange<T> {

  private final BiFunction<WorkflowRun, MutableState, T> operation;
  private final CountDownLatch ended = new CountDownLatch(1);
  private Optional<Doubt<T>> doubt;
  private Optional<Applied<T>> applied = Optional.empty();
  private volatile Optional<Ending<T>> ending = Optional.empty();

  /**
   * A change that is asked for.
   *
   * @param doubt the write it was part of before, of which nobody knows whether it has happened
   */
  RunChange(BiFunction<WorkflowRun, MutableState, T> operation, Optional<Doubt<T>> doubt) {
    this.operation = operation;
    this.doubt = doubt;
  }

  /** A write that may have happened, and what the operation returned for it. */
  record Doubt<T>(WriteInDoubt write, T result) {}

  /** What has come of the operation, as long as that is not stored. */
  private sealed interface Applied<T> {
    record Done<T>(T result) implements Applied<T> {}

    record Refused<T>(RuntimeException reason) implements Applied<T> {}
  }

  /** How the change ended. */
  sealed interface Ending<T> {

    /** It is stored; the state is the run as it stood then. */
    record Stored<T>(T result, MutableState state) implements Ending<T> {}

    /** Nothing of it is stored. */
    record Failed<T>(RuntimeException reason) implements Ending<T> {}

    /** Nobody knows; the shard is closed. */
    record InDoubt<T>(Doubt<T> doubt) implements Ending<T> {}
  }

  boolean isOpen() {
    return ending.isEmpty();
  }

  /** How the change ended, which it must have. */
  Ending<T> ending() {
    return ending.orElseThrow();
  }

  /** What is still unknown of the write the change was part of before. */
  Optional<Doubt<T>> doubt() {
    return doubt;
  }

  /** Waits for the end, however often the thread is interrupted meanwhile. */
  void awaitEnd() {
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the change if what is stored shows that its write has happened after all. */
  void settle(StoredRun stored) {
    doubt
        .filter(open -> open.write().hasHappened(stored))
        .ifPresent(open -> end(new Ending.Stored<>(open.result(), stored.state())));
    doubt = Optional.empty();
  }

  /** Applies the operation; empty if it was refused. */
  Optional<Transition> apply(MutableState state, TransitionContext context) {
    try {
      WorkflowRun run = WorkflowRun.load(state, context);
      T result = operation.apply(run, state);
      Transition transition = run.finish();
      applied = Optional.of(new Applied.Done<>(result));
      return Optional.of(transition);
    } catch (RuntimeException reason) {
      applied = Optional.of(new Applied.Refused<>(reason));
      return Optional.empty();
    }
  }

  /** Ends the change after what it was applied to is stored. */
  void stored(MutableState state) {
    if (isOpen()) {
      end(
          switch (applied.orElseThrow()) {
            case Applied.Done<T> done -> new Ending.Stored<>(done.result(), state);
            case Applied.Refused<T> refused -> new Ending.Failed<>(refused.reason());
          });
    }
  }

  /** Ends the change after what it was applied to could not be stored. */
  void failed(RuntimeException reason) {
    if (isOpen()) {
      end(new Ending.Failed<>(reason));
    }
  }

  /** Ends the change after what it was applied to may be stored. */
  void inDoubt(WriteInDoubt write, ShardClosed closed) {
    if (isOpen()) {
      end(
          switch (applied.orElseThrow()) {
            case Applied.Done<T> done -> new Ending.InDoubt<>(new Doubt<>(write, done.result()));
            case Applied.Refused<T> refused -> new Ending.Failed<>(closed);
          });
    }
  }

  private void end(Ending<T> how) {
    ending = Optional.of(how);
    ended.countDown();
  }
}
