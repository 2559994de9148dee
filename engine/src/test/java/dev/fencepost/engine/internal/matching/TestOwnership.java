// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import dev.fencepost.engine.internal.cluster.Ownership;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Owns every task queue, or none. */
final class TestOwnership implements Ownership {

  private final List<Runnable> actions = new CopyOnWriteArrayList<>();
  private volatile boolean owner = true;

  void lose() {
    owner = false;
    actions.forEach(Runnable::run);
  }

  @Override
  public int shardCount() {
    return 1;
  }

  @Override
  public int shardOf(String namespaceId, String workflowId) {
    return 1;
  }

  @Override
  public Set<Integer> ownShards() {
    return Set.of(1);
  }

  @Override
  public boolean ownsTaskQueue(TaskQueueKey key) {
    return owner;
  }

  @Override
  public void onChange(Runnable action) {
    actions.add(action);
  }
}
