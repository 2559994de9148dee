// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.history.CachedRun.StoredRun;
import dev.fencepost.engine.internal.workflow.Transition;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.RunState;
import dev.fencepost.spi.error.ConditionFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * Changes of one run, persisted in one write by the thread that holds the run's lock. Each is a
 * transition of its own, made from the state the one before has left, and is refused by itself; but
 * nobody is told anything before all is stored, for what was refused may have been so because of
 * what was not stored in the end.
 */
final class RunCommit {

  private static final int ATTEMPTS = 4;
  private static final int MOST_CHANGES = 100;
  private static final long MOST_HISTORY_BYTES = 256L << 10;

  private final OwnedShard shard;
  private final RunWriter writer;
  private final CachedRun run;
  private final List<RunChange<?>> changes = new ArrayList<>();
  private final Queue<RunChange<?>> further;

  /**
   * A commit.
   *
   * @param first the change that must be part of it
   * @param further changes that may be; those that are, are taken from here
   */
  RunCommit(
      OwnedShard shard,
      RunWriter writer,
      CachedRun run,
      RunChange<?> first,
      Queue<RunChange<?>> further) {
    this.shard = shard;
    this.writer = writer;
    this.run = run;
    this.further = further;
    changes.add(first);
  }

  /** Persists the changes and ends them. */
  void persist() {
    try {
      for (int attempt = 1; ; attempt++) {
        StoredRun before = writer.load(run);
        try {
          MutableState after = write(before);
          changes.forEach(change -> change.stored(after));
          return;
        } catch (ConditionFailed changed) {
          run.forget();
          shard.environment().metrics().changeRepeated();
          if (attempt == ATTEMPTS) {
            throw changed;
          }
        }
      }
    } catch (WriteInDoubt inDoubt) {
      ShardClosed closed = new ShardClosed(shard.id(), ShardClosed.Reason.OUTCOME_UNKNOWN);
      changes.forEach(change -> change.inDoubt(inDoubt, closed));
    } catch (RuntimeException failure) {
      changes.forEach(change -> change.failed(failure));
    } finally {
      changes.forEach(change -> change.failed(new IllegalStateException("a commit broke off")));
    }
  }

  private MutableState write(StoredRun before) {
    try (OwnedShard.Write write = shard.beginWrite()) {
      TransitionContexts contexts = new TransitionContexts(shard);
      Optional<Transition> all = Optional.empty();
      MutableState state = before.state();
      for (int next = 0; next < changes.size() || takeFurther(before.state(), state); next++) {
        RunChange<?> change = changes.get(next);
        change.settle(before);
        if (change.isOpen()) {
          all = append(all, change.apply(state, contexts.of(state, write)));
          state = all.map(Transition::state).orElse(state);
        }
      }
      return all.isEmpty() ? state : store(all.get(), write);
    }
  }

  private static Optional<Transition> append(
      Optional<Transition> all, Optional<Transition> applied) {
    Optional<Transition> next = applied.filter(transition -> !transition.isEmpty());
    return next.map(later -> all.map(earlier -> earlier.then(later)).orElse(later)).or(() -> all);
  }

  /** Takes one more change, unless the write has become large. */
  private boolean takeFurther(MutableState before, MutableState state) {
    long historyBytes = state.getHistorySizeBytes() - before.getHistorySizeBytes();
    if (changes.size() == MOST_CHANGES || historyBytes > MOST_HISTORY_BYTES) {
      return false;
    }
    RunChange<?> next = further.poll();
    return next != null && changes.add(next);
  }

  private MutableState store(Transition all, OwnedShard.Write write) {
    MutableState after = writer.update(run, all, all.newRun(), write);
    if (after.getState() == RunState.RUN_STATE_COMPLETED) {
      run.queries().unblock();
    }
    return after;
  }
}
