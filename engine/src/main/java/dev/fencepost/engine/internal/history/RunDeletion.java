// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.RunState;
import dev.fencepost.spi.execution.DeleteExecution;
import dev.fencepost.spi.execution.ExecutionStore;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.history.DeleteBranch;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.UUID;

/**
 * Deletes a closed run: its record as the current one, its history, the run, and last its
 * visibility record. Each step can be repeated, so that a deletion that was interrupted goes on.
 */
final class RunDeletion {

  private final OwnedShard shard;

  RunDeletion(OwnedShard shard) {
    this.shard = shard;
  }

  void delete(RunReference reference) {
    RunWriter writer = new RunWriter(shard);
    WorkflowKey key = writer.resolve(reference);
    try (RunCache.Lease lease = shard.runs().lock(key, shard.environment().settings().lockWait())) {
      MutableState state = writer.load(lease.run()).state();
      if (state.getState() != RunState.RUN_STATE_COMPLETED) {
        return;
      }
      lease.run().forget();
      ExecutionStore executions = shard.environment().persistence().executions();
      shard.fenced(() -> executions.deleteCurrent(request(key)));
      shard.fenced(
          () ->
              shard
                  .environment()
                  .persistence()
                  .history()
                  .deleteBranch(
                      new DeleteBranch(
                          shard.fence(), UUID.randomUUID(), HistoryReader.branch(state))));
      shard.fenced(() -> executions.delete(request(key)));
    } catch (StatusRuntimeException failure) {
      if (failure.getStatus().getCode() != Code.NOT_FOUND) {
        throw failure;
      }
    }
    shard.environment().persistence().visibility().delete(key.namespaceId(), key.runId());
  }

  private DeleteExecution request(WorkflowKey key) {
    return new DeleteExecution(shard.fence(), UUID.randomUUID(), key);
  }
}
