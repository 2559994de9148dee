// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.execution;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.fence.ShardFence;
import java.util.UUID;

/**
 * A run to replace without regard to the current run.
 *
 * @param fence ownership of the run's shard
 * @param requestId unique to this call; an unknown outcome is found out by it
 * @param mutation what to store
 */
public record SetExecution(ShardFence fence, UUID requestId, ExecutionMutation mutation) {

  /** Checks that nothing is missing. */
  public SetExecution {
    requireNonNull(fence, "fence is null");
    requireNonNull(requestId, "requestId is null");
    requireNonNull(mutation, "mutation is null");
  }
}
