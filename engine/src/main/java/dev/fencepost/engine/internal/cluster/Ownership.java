// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.cluster;

import dev.fencepost.spi.taskqueue.TaskQueueKey;
import java.util.Set;

/**
 * What this process should own, by the members it knows. Safe for use by many threads; answers
 * change as members come and go.
 */
public interface Ownership {

  /** How many shards the cluster has; fixed when its database was set up. */
  int shardCount();

  /** The shard of a workflow id, 1 to {@link #shardCount()}. */
  int shardOf(String namespaceId, String workflowId);

  /** The shards this process should own now. */
  Set<Integer> ownShards();

  /** Whether this process should own the task queue now. */
  boolean ownsTaskQueue(TaskQueueKey key);

  /**
   * Runs the action, briefly and on any thread, after each change of what this process should own.
   */
  void onChange(Runnable action);
}
