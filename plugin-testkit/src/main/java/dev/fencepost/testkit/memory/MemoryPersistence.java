// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.cluster.ClusterMembershipStore;
import dev.fencepost.spi.cluster.ClusterMetadataStore;
import dev.fencepost.spi.execution.ExecutionStore;
import dev.fencepost.spi.history.HistoryStore;
import dev.fencepost.spi.namespace.NamespaceStore;
import dev.fencepost.spi.shard.ShardStore;
import dev.fencepost.spi.task.HistoryTaskStore;
import dev.fencepost.spi.taskqueue.TaskQueueStore;
import dev.fencepost.spi.visibility.VisibilityStore;

/** The open stores of a database. */
final class MemoryPersistence implements Persistence {

  private final MemorySession session;

  MemoryPersistence(MemorySession session) {
    this.session = session;
  }

  @Override
  public ShardStore shards() {
    return new MemoryShardStore(session);
  }

  @Override
  public NamespaceStore namespaces() {
    return new MemoryNamespaceStore(session);
  }

  @Override
  public ExecutionStore executions() {
    return new MemoryExecutionStore(session);
  }

  @Override
  public HistoryStore history() {
    return new MemoryHistoryStore(session);
  }

  @Override
  public HistoryTaskStore historyTasks() {
    return new MemoryHistoryTaskStore(session);
  }

  @Override
  public TaskQueueStore taskQueues() {
    return new MemoryTaskQueueStore(session);
  }

  @Override
  public VisibilityStore visibility() {
    return new MemoryVisibilityStore(session);
  }

  @Override
  public ClusterMetadataStore clusterMetadata() {
    return new MemoryClusterMetadataStore(session);
  }

  @Override
  public ClusterMembershipStore clusterMembership() {
    return new MemoryClusterMembershipStore(session);
  }

  @Override
  public void close() {
    session.close();
  }
}
