// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.cluster;

import dev.fencepost.spi.cluster.ClusterMember;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What this process should own by its view of the members. */
public final class MemberOwnership implements Ownership {

  private final Membership membership;
  private final int shardCount;

  /** Ownership of a number of shards, and of task queues, spread over the members. */
  public MemberOwnership(Membership membership, int shardCount) {
    this.membership = membership;
    this.shardCount = shardCount;
  }

  @Override
  public int shardCount() {
    return shardCount;
  }

  @Override
  public int shardOf(String namespaceId, String workflowId) {
    return 1 + (int) Long.remainderUnsigned(Rendezvous.hash(namespaceId, workflowId), shardCount);
  }

  @Override
  public Set<Integer> ownShards() {
    ClusterView view = membership.view();
    return IntStream.rangeClosed(1, shardCount)
        .filter(shardId -> isSelf(view.ownerOfShard(shardId)))
        .boxed()
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public boolean ownsTaskQueue(TaskQueueKey key) {
    return isSelf(membership.view().ownerOfTaskQueue(key));
  }

  @Override
  public void onChange(Runnable action) {
    membership.onChange(action);
  }

  private boolean isSelf(Optional<ClusterMember> owner) {
    return owner.filter(member -> member.hostId().equals(membership.self())).isPresent();
  }
}
