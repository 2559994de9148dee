// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.rpc.Deadlines;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.internal.workflow.Rejection;
import dev.fencepost.engine.internal.workflow.WorkflowRun;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.spi.execution.WorkflowKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One change of one run, until it is certain whether it happened. For one thread, though another
 * one's write may bring it.
 *
 * @param <T> what the operation returns
 * @param <R> what the caller makes of it
 */
final class RunUpdate<T, R> implements Function<OwnedShard, R> {

  /** Whether the write of the change may have others in it. */
  enum Company {
    /** What the caller makes of it needs the run exactly as this change leaves it. */
    ALONE,
    /** Also those that wait for the run at the same time; the state is that after all of them. */
    TOGETHER
  }

  private final Company company;
  private final RunReference reference;
  private final BiFunction<WorkflowRun, MutableState, T> operation;
  private final Function<Runs.Changed<T>, R> whileLocked;
  private Optional<RunChange.Doubt<T>> doubt = Optional.empty();

  RunUpdate(
      Company company,
      RunReference reference,
      BiFunction<WorkflowRun, MutableState, T> operation,
      Function<Runs.Changed<T>, R> whileLocked) {
    this.company = company;
    this.reference = reference;
    this.operation = operation;
    this.whileLocked = whileLocked;
  }

  /** Runs the calls on shards that apply this update. */
  R perform(Supplier<R> calls) {
    try {
      return calls.get();
    } catch (io.grpc.StatusRuntimeException failure) {
      if (doubt.isPresent()) {
        throw ServiceErrors.deadlineExceeded(
            "it could not be found out in time whether the change was stored");
      }
      throw failure;
    }
  }

  @Override
  public R apply(OwnedShard shard) {
    RunWriter writer = new RunWriter(shard);
    WorkflowKey key = doubt.isPresent() ? doubt.get().write().key() : writer.resolve(reference);
    while (true) {
      try {
        return apply(shard, writer, key);
      } catch (Rejection rejection) {
        if (rejection.reason() != Rejection.Reason.WORKFLOW_COMPLETED
            || reference.runId().isPresent()) {
          throw rejection;
        }
        WorkflowKey current = writer.resolve(reference);
        if (current.equals(key)) {
          throw rejection;
        }
        key = current;
      }
    }
  }

  private R apply(OwnedShard shard, RunWriter writer, WorkflowKey key) {
    RunChange<T> change = new RunChange<>(operation, doubt);
    try (RunCache.Lease kept = shard.runs().keep(key)) {
      CachedRun run = kept.run();
      Queue<RunChange<?>> others =
          switch (company) {
            case ALONE -> new ArrayDeque<>();
            case TOGETHER -> run.waiting();
          };
      others.add(change);
      try (RunCache.Lease turn = turn(shard, run, change, others)) {
        if (change.isOpen()) {
          others.remove(change);
          new RunCommit(shard, writer, turn.run(), change, others).persist();
        }
        return whileLocked.apply(ended(shard, run, change));
      }
    }
  }

  /** The run's lock; only the run where somebody else has taken the change meanwhile. */
  private static RunCache.Lease turn(
      OwnedShard shard, CachedRun run, RunChange<?> change, Queue<RunChange<?>> others) {
    try {
      Duration wait = Deadlines.remaining(shard.environment().settings().lockWait());
      return shard.runs().lock(run.key(), wait);
    } catch (io.grpc.StatusRuntimeException busy) {
      if (others.remove(change)) {
        throw busy;
      }
      change.awaitEnd();
      return shard.runs().keep(run.key());
    }
  }

  private Runs.Changed<T> ended(OwnedShard shard, CachedRun run, RunChange<T> change) {
    doubt = change.doubt();
    return switch (change.ending()) {
      case RunChange.Ending.Stored<T> stored ->
          new Runs.Changed<>(shard, run, stored.result(), stored.state());
      case RunChange.Ending.Failed<T> failed -> throw failed.reason();
      case RunChange.Ending.InDoubt<T> inDoubt -> {
        doubt = Optional.of(inDoubt.doubt());
        throw new ShardClosed(shard.id(), ShardClosed.Reason.OUTCOME_UNKNOWN);
      }
    };
  }
}
