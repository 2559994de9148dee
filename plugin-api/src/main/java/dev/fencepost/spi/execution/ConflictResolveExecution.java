// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.execution;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.history.HistoryAppend;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A run to reset to another state, perhaps suppressing the run that is current.
 *
 * <p>With {@link CurrentHandling#UPDATE_CURRENT} the run of {@code currentMutation}, or the reset
 * run if there is none, must be current, and the new run, or the reset run if there is none,
 * becomes current. With {@link CurrentHandling#BYPASS_CURRENT} the reset run must not be current.
 *
 * @param fence ownership of the run's shard
 * @param requestId unique to this call; an unknown outcome is found out by it
 * @param currentHandling what is asked of the current run, never {@link
 *     CurrentHandling#IGNORE_CURRENT}
 * @param reset the run to reset
 * @param currentMutation the change of the run that is current
 * @param newRun a run to create in the same transaction
 * @param appends the history to append in the same transaction
 */
public record ConflictResolveExecution(
    ShardFence fence,
    UUID requestId,
    CurrentHandling currentHandling,
    ExecutionMutation reset,
    Optional<ExecutionMutation> currentMutation,
    Optional<ExecutionSnapshot> newRun,
    List<HistoryAppend> appends) {

  /** Copies the appends and checks the workflow ids. */
  public ConflictResolveExecution {
    requireNonNull(fence, "fence is null");
    requireNonNull(requestId, "requestId is null");
    requireNonNull(reset, "reset is null");
    if (currentHandling == CurrentHandling.IGNORE_CURRENT) {
      throw new IllegalArgumentException("conflict resolution can't ignore the current run");
    }
    currentMutation.ifPresent(current -> SameWorkflow.require(reset.key(), current.key()));
    newRun.ifPresent(run -> SameWorkflow.require(reset.key(), run.key()));
    appends = List.copyOf(appends);
  }
}
