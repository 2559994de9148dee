// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.cluster;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.cluster.ClusterMember;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The members that are alive, as one process saw them at one time. Immutable.
 *
 * @param members by host id; of several with one address the last that started
 */
record ClusterView(List<ClusterMember> members) {

  /** A view before anything was read. */
  static final ClusterView EMPTY = new ClusterView(List.of());

  ClusterView {
    requireNonNull(members, "members is null");
    members = List.copyOf(members);
  }

  /**
   * A view of the members read. Only one process can listen on an address, so the earlier ones of
   * an address are dead though they have not expired: a process that was killed and started again
   * doesn't wait for itself.
   */
  static ClusterView of(Collection<ClusterMember> read) {
    Map<String, ClusterMember> byAddress = new TreeMap<>();
    for (ClusterMember member : read) {
      byAddress.merge(
          member.rpcAddress(),
          member,
          (one, other) -> one.sessionStart().isAfter(other.sessionStart()) ? one : other);
    }
    return new ClusterView(
        byAddress.values().stream().sorted(Comparator.comparing(ClusterMember::hostId)).toList());
  }

  Optional<ClusterMember> ownerOfShard(int shardId) {
    return Rendezvous.owner(Rendezvous.mix(shardId), members, ClusterMember::hostId);
  }

  /** The owner of a task queue; workflow and activity tasks of one name have one owner. */
  Optional<ClusterMember> ownerOfTaskQueue(String namespaceId, String name) {
    return Rendezvous.owner(Rendezvous.hash(namespaceId, name), members, ClusterMember::hostId);
  }

  Optional<ClusterMember> ownerOfTaskQueue(TaskQueueKey key) {
    return ownerOfTaskQueue(key.namespaceId().toString(), key.name());
  }
}
