// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.cluster;

import java.time.Instant;
import java.util.UUID;

/**
 * A process of the cluster.
 *
 * @param hostId the process, new at each of its starts
 * @param role what it does, 1 to 63 characters
 * @param rpcAddress where its peers reach it, {@code host:port}
 * @param sessionStart its first heartbeat, by the database's clock
 * @param lastHeartbeat its last heartbeat, by the database's clock
 * @param expiry until when it counts as alive without another heartbeat, by the database's clock
 */
public record ClusterMember(
    UUID hostId,
    String role,
    String rpcAddress,
    Instant sessionStart,
    Instant lastHeartbeat,
    Instant expiry) {}
