// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.cluster.ClusterMember;
import dev.fencepost.spi.cluster.ClusterMembershipStore;
import dev.fencepost.spi.cluster.Heartbeat;
import dev.fencepost.spi.cluster.MemberFilter;
import java.time.Instant;
import java.util.Iterator;
import java.util.UUID;

/** Cluster membership in memory. */
final class MemoryClusterMembershipStore implements ClusterMembershipStore {

  private final MemorySession session;

  MemoryClusterMembershipStore(MemorySession session) {
    this.session = session;
  }

  @Override
  public ClusterMember heartbeat(Heartbeat heartbeat) {
    Requests.text("role", heartbeat.role(), 1, 63);
    return session.call(
        tables -> {
          Instant now = MemoryDatabase.now();
          ClusterMember present = tables.members.get(heartbeat.hostId());
          ClusterMember member =
              new ClusterMember(
                  heartbeat.hostId(),
                  heartbeat.role(),
                  heartbeat.rpcAddress(),
                  present == null ? now : present.sessionStart(),
                  now,
                  now.plus(heartbeat.timeToLive()));
          tables.members.put(member.hostId(), member);
          return member;
        });
  }

  @Override
  public Page<ClusterMember> list(MemberFilter filter, PageRequest page) {
    return session.call(
        tables -> {
          Instant now = MemoryDatabase.now();
          return new Paging<>(
                  "cluster members " + filter,
                  tables.members.values().stream()
                      .filter(member -> matches(member, filter, now))
                      .toList(),
                  row -> row.hostId().toString(),
                  token -> {
                    UUID last = UUID.fromString(token);
                    return row -> UuidOrder.BY_BYTES.compare(row.hostId(), last) > 0;
                  })
              .page(page);
        });
  }

  @Override
  public void leave(UUID hostId) {
    session.run(tables -> tables.members.remove(hostId));
  }

  @Override
  public int prune(int limit) {
    Requests.atLeast("limit", limit, 1);
    return session.call(
        tables -> {
          Instant now = MemoryDatabase.now();
          Iterator<ClusterMember> members = tables.members.values().iterator();
          int deleted = 0;
          while (deleted < limit && members.hasNext()) {
            if (!alive(members.next(), now)) {
              members.remove();
              deleted++;
            }
          }
          return deleted;
        });
  }

  private static boolean alive(ClusterMember member, Instant now) {
    return member.expiry().isAfter(now);
  }

  private static boolean matches(ClusterMember member, MemberFilter filter, Instant now) {
    return alive(member, now)
        && filter.hostId().map(member.hostId()::equals).orElse(true)
        && filter.role().map(member.role()::equals).orElse(true)
        && filter.rpcAddress().map(member.rpcAddress()::equals).orElse(true)
        && filter
            .heartbeatWithin()
            .map(within -> member.lastHeartbeat().isAfter(now.minus(within)))
            .orElse(true)
        && filter
            .sessionStartedFromInclusive()
            .map(from -> !member.sessionStart().isBefore(from))
            .orElse(true);
  }
}
