// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.execution;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.fence.ShardFence;
import java.util.UUID;

/**
 * A run, or its record as the current one, to delete.
 *
 * @param fence ownership of the run's shard
 * @param requestId unique to this call
 * @param key the run
 */
public record DeleteExecution(ShardFence fence, UUID requestId, WorkflowKey key) {

  /** Checks that nothing is missing. */
  public DeleteExecution {
    requireNonNull(fence, "fence is null");
    requireNonNull(requestId, "requestId is null");
    requireNonNull(key, "key is null");
  }
}
