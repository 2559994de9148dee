// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.fence;

/**
 * A proof of ownership that a write carries.
 *
 * <p><b>Fence guarantee.</b> After acquiring a fence with token <i>n+1</i> has returned, no
 * transaction that was fenced with a token &le; <i>n</i> can become visible. A fenced write either
 * commits before the acquisition, or fails with {@link dev.fencepost.spi.error.OwnershipLost}.
 *
 * <p>It is what makes a write of unknown outcome harmless: acquire again, then read, and what is
 * read is the truth.
 */
public sealed interface Fence permits ShardFence, TaskQueueFence {

  /** The fencing token, at least 1; it only ever grows. */
  long rangeId();
}
