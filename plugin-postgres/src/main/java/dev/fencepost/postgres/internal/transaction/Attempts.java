// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import dev.fencepost.spi.error.Unavailable;
import dev.fencepost.spi.fence.Fence;
import java.util.Optional;

/** Starts the attempts of writes. */
@FunctionalInterface
public interface Attempts {

  /**
   * Starts an attempt, perhaps after a wait for others under the same fence.
   *
   * @throws Unavailable if the wait takes too long
   */
  Attempt start(Optional<Fence> fence);
}
