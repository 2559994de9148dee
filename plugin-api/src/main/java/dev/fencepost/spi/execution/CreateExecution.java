// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.execution;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.history.HistoryAppend;
import java.util.List;
import java.util.UUID;

/**
 * A run to create.
 *
 * @param fence ownership of the run's shard
 * @param requestId unique to this call; an unknown outcome is found out by it
 * @param mode what is asked of the current run
 * @param snapshot the run
 * @param appends the history to append in the same transaction
 */
public record CreateExecution(
    ShardFence fence,
    UUID requestId,
    CreateMode mode,
    ExecutionSnapshot snapshot,
    List<HistoryAppend> appends) {

  /** Copies the appends. */
  public CreateExecution {
    requireNonNull(fence, "fence is null");
    requireNonNull(requestId, "requestId is null");
    requireNonNull(mode, "mode is null");
    requireNonNull(snapshot, "snapshot is null");
    appends = List.copyOf(appends);
  }
}
