// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.cluster.Ownership;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Ownership that a test decides on. */
final class SwitchableOwnership implements Ownership {

  static final int SHARDS = 4;

  private final List<Runnable> actions = new CopyOnWriteArrayList<>();
  private volatile Set<Integer> shards;

  SwitchableOwnership(Set<Integer> shards) {
    this.shards = shards;
  }

  static SwitchableOwnership ofAll() {
    return new SwitchableOwnership(Set.of(1, 2, 3, 4));
  }

  void own(Set<Integer> shardIds) {
    shards = shardIds;
    actions.forEach(Runnable::run);
  }

  /** Owns nothing any more, without telling anybody. */
  void forget() {
    shards = Set.of();
  }

  @Override
  public int shardCount() {
    return SHARDS;
  }

  @Override
  public int shardOf(String namespaceId, String workflowId) {
    return 1 + Math.floorMod(workflowId.hashCode(), SHARDS);
  }

  @Override
  public Set<Integer> ownShards() {
    return shards;
  }

  @Override
  public boolean ownsTaskQueue(TaskQueueKey key) {
    return true;
  }

  @Override
  public void onChange(Runnable action) {
    actions.add(action);
  }
}
