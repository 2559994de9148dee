// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.execution;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.history.HistoryAppend;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A run to change, perhaps with a run that continues it.
 *
 * @param fence ownership of the run's shard
 * @param requestId unique to this call; an unknown outcome is found out by it
 * @param currentHandling what is asked of the current run
 * @param mutation the change
 * @param newRun a run to create in the same transaction, of the same namespace and workflow id
 * @param appends the history to append in the same transaction
 */
public record UpdateExecution(
    ShardFence fence,
    UUID requestId,
    CurrentHandling currentHandling,
    ExecutionMutation mutation,
    Optional<ExecutionSnapshot> newRun,
    List<HistoryAppend> appends) {

  /** Copies the appends and checks the new run's workflow id. */
  public UpdateExecution {
    requireNonNull(fence, "fence is null");
    requireNonNull(requestId, "requestId is null");
    requireNonNull(currentHandling, "currentHandling is null");
    requireNonNull(mutation, "mutation is null");
    newRun.ifPresent(run -> SameWorkflow.require(mutation.key(), run.key()));
    appends = List.copyOf(appends);
  }
}
