// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.cluster;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which members to list: those that have not expired, by the database's clock, and for which all
 * parts hold that are present.
 *
 * @param hostId exactly this process
 * @param role exactly this role
 * @param rpcAddress exactly this address
 * @param heartbeatWithin with a heartbeat more recent than this long ago
 * @param sessionStartedFromInclusive started at this time or later
 */
public record MemberFilter(
    Optional<UUID> hostId,
    Optional<String> role,
    Optional<String> rpcAddress,
    Optional<Duration> heartbeatWithin,
    Optional<Instant> sessionStartedFromInclusive) {

  /** Checks that nothing is missing. */
  public MemberFilter {
    requireNonNull(hostId, "hostId is null");
    requireNonNull(role, "role is null");
    requireNonNull(rpcAddress, "rpcAddress is null");
    requireNonNull(heartbeatWithin, "heartbeatWithin is null");
    requireNonNull(sessionStartedFromInclusive, "sessionStartedFromInclusive is null");
  }

  /** Every member that is alive. */
  public static MemberFilter alive() {
    return new MemberFilter(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
