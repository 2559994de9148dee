// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.history.CachedRun.StoredRun;
import dev.fencepost.engine.internal.rpc.Deadlines;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.internal.workflow.Rejection;
import dev.fencepost.engine.internal.workflow.Transition;
import dev.fencepost.engine.internal.workflow.WorkflowRun;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.RunState;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.execution.WorkflowKey;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One change of one run, until it is certain whether it happened. For one thread.
 *
 * @param <T> what the operation returns
 * @param <R> what the caller makes of it
 */
final class RunUpdate<T, R> implements Function<OwnedShard, R> {

  private static final int ATTEMPTS = 4;

  private record Doubt<T>(WriteInDoubt write, T result) {}

  private final RunReference reference;
  private final BiFunction<WorkflowRun, MutableState, T> operation;
  private final Function<Runs.Changed<T>, R> whileLocked;
  private Optional<Doubt<T>> doubt = Optional.empty();

  RunUpdate(
      RunReference reference,
      BiFunction<WorkflowRun, MutableState, T> operation,
      Function<Runs.Changed<T>, R> whileLocked) {
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
    try (RunCache.Lease lease =
        shard.runs().lock(key, Deadlines.remaining(shard.environment().settings().lockWait()))) {
      CachedRun run = lease.run();
      for (int attempt = 1; ; attempt++) {
        StoredRun before = writer.load(run);
        if (doubt.isPresent()) {
          Doubt<T> open = doubt.get();
          doubt = Optional.empty();
          if (open.write().hasHappened(before)) {
            return whileLocked.apply(new Runs.Changed<>(shard, run, open.result(), before.state()));
          }
        }
        try {
          return whileLocked.apply(change(shard, writer, run, before));
        } catch (ConditionFailed changed) {
          run.forget();
          shard.environment().metrics().changeRepeated();
          if (attempt == ATTEMPTS) {
            throw changed;
          }
        }
      }
    }
  }

  private Runs.Changed<T> change(
      OwnedShard shard, RunWriter writer, CachedRun run, StoredRun before) {
    try (OwnedShard.Write write = shard.beginWrite()) {
      WorkflowRun machine =
          WorkflowRun.load(before.state(), new TransitionContexts(shard).of(before.state(), write));
      T result = operation.apply(machine, before.state());
      Transition transition = machine.finish();
      if (transition.isEmpty()) {
        return new Runs.Changed<>(shard, run, result, before.state());
      }
      try {
        MutableState after = writer.update(run, transition, transition.newRun(), write);
        if (after.getState() == RunState.RUN_STATE_COMPLETED) {
          run.queries().unblock();
        }
        return new Runs.Changed<>(shard, run, result, after);
      } catch (WriteInDoubt inDoubt) {
        doubt = Optional.of(new Doubt<>(inDoubt, result));
        throw new ShardClosed(shard.id(), ShardClosed.Reason.OUTCOME_UNKNOWN);
      }
    }
  }
}
