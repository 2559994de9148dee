// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.cluster;

import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import java.util.UUID;

/**
 * Which processes are alive. All times are the database's, so that clocks of processes don't
 * matter.
 *
 * <p>Membership spreads work; it proves nothing. What keeps two processes from owning one shard is
 * the fence.
 *
 * <p>Contract: Temporal's cluster membership, with the maximum of {@link #prune} respected.
 */
public interface ClusterMembershipStore {

  /**
   * Records a sign of life.
   *
   * @return the member as stored
   */
  ClusterMember heartbeat(Heartbeat heartbeat);

  /** Members that are alive, by host id. */
  Page<ClusterMember> list(MemberFilter filter, PageRequest page);

  /**
   * Removes a member at once, as a process does that shuts down. One that is gone is passed over.
   */
  void leave(UUID hostId);

  /**
   * Deletes members that have expired.
   *
   * @param limit the most to delete, at least 1
   * @return how many were deleted
   */
  int prune(int limit);
}
