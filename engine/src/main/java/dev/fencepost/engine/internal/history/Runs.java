// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.workflow.WorkflowRun;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.spi.execution.WorkflowKey;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reads and changes runs, wherever their shards are just now in this process. */
final class Runs {

  private final ShardController shards;

  Runs(ShardController shards) {
    this.shards = shards;
  }

  /**
   * A change that is stored.
   *
   * @param result what the operation returned
   * @param state the run as it stands now
   */
  record Changed<T>(OwnedShard shard, CachedRun run, T result, MutableState state) {}

  /**
   * A run as it stands.
   *
   * @param state the run
   */
  record Read(OwnedShard shard, WorkflowKey key, MutableState state) {}

  /**
   * Changes a run and persists the change, perhaps in one write with others that wait for the run.
   *
   * @param operation the change; may be made again from a newer state
   */
  void change(RunReference reference, BiConsumer<WorkflowRun, MutableState> operation) {
    changeTogether(
        reference,
        (run, before) -> {
          operation.accept(run, before);
          return before;
        },
        Changed::state);
  }

  /**
   * As {@link #change}, and makes something of it.
   *
   * @param operation the change; may be made again from a newer state
   * @param afterwards what to make of it; the run is not locked
   */
  <T, R> R changeTogether(
      RunReference reference,
      BiFunction<WorkflowRun, MutableState, T> operation,
      Function<Changed<T>, R> afterwards) {
    return update(
        reference, new RunUpdate<>(RunUpdate.Company.TOGETHER, reference, operation, afterwards));
  }

  /**
   * Changes a run, persists the change by itself and makes something of it.
   *
   * @param operation the change; may be made again from a newer state
   * @param whileLocked what to make of it while the run is still locked
   */
  <T, R> R changeAndGet(
      RunReference reference,
      BiFunction<WorkflowRun, MutableState, T> operation,
      Function<Changed<T>, R> whileLocked) {
    return update(
        reference, new RunUpdate<>(RunUpdate.Company.ALONE, reference, operation, whileLocked));
  }

  private <T, R> R update(RunReference reference, RunUpdate<T, R> update) {
    return update.perform(
        () -> shards.call(reference.namespaceId().toString(), reference.workflowId(), update));
  }

  /** Reads a run, as fresh as its owner knows it. */
  Read read(RunReference reference) {
    return on(reference, shard -> read(shard, reference));
  }

  /** Makes a call on the run's shard, again if the shard closes under it. */
  <T> T on(RunReference reference, Function<OwnedShard, T> call) {
    return shards.call(reference.namespaceId().toString(), reference.workflowId(), call);
  }

  /** Reads a run of a shard. */
  static Read read(OwnedShard shard, RunReference reference) {
    shard.proveOwnership();
    RunWriter writer = new RunWriter(shard);
    WorkflowKey key = writer.resolve(reference);
    try (RunCache.Lease lease = shard.runs().lock(key, shard.environment().settings().lockWait())) {
      return new Read(shard, key, writer.load(lease.run()).state());
    }
  }
}
