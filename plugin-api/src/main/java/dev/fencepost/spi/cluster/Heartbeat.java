// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.cluster;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.UUID;

/**
 * A sign of life.
 *
 * @param hostId the process
 * @param role what it does, 1 to 63 characters
 * @param rpcAddress where its peers reach it
 * @param timeToLive how long it counts as alive from now on, more than zero
 */
public record Heartbeat(UUID hostId, String role, String rpcAddress, Duration timeToLive) {

  /** Checks the range. */
  public Heartbeat {
    requireNonNull(hostId, "hostId is null");
    requireNonNull(role, "role is null");
    requireNonNull(rpcAddress, "rpcAddress is null");
    if (timeToLive.isNegative() || timeToLive.isZero()) {
      throw new IllegalArgumentException("timeToLive is more than zero, not " + timeToLive);
    }
  }
}
