// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal;

import dev.fencepost.postgres.internal.store.StoreSet;
import dev.fencepost.postgres.internal.transaction.TransactionRunner;
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

/** The open stores of one database. */
public final class SqlPersistence implements Persistence {

  private final TransactionRunner runner;
  private final StoreSet stores;

  /** Stores that are closed with their runner. */
  public SqlPersistence(TransactionRunner runner, StoreSet stores) {
    this.runner = runner;
    this.stores = stores;
  }

  @Override
  public ShardStore shards() {
    return stores.shards();
  }

  @Override
  public NamespaceStore namespaces() {
    return stores.namespaces();
  }

  @Override
  public ExecutionStore executions() {
    return stores.executions();
  }

  @Override
  public HistoryStore history() {
    return stores.history();
  }

  @Override
  public HistoryTaskStore historyTasks() {
    return stores.historyTasks();
  }

  @Override
  public TaskQueueStore taskQueues() {
    return stores.taskQueues();
  }

  @Override
  public VisibilityStore visibility() {
    return stores.visibility();
  }

  @Override
  public ClusterMetadataStore clusterMetadata() {
    return stores.clusterMetadata();
  }

  @Override
  public ClusterMembershipStore clusterMembership() {
    return stores.clusterMembership();
  }

  @Override
  public void close() {
    runner.close();
  }
}
