// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.postgres.internal.strategy.LockStrategy;
import dev.fencepost.postgres.internal.transaction.TransactionRunner;
import dev.fencepost.spi.cluster.ClusterMembershipStore;
import dev.fencepost.spi.cluster.ClusterMetadataStore;
import dev.fencepost.spi.execution.ExecutionStore;
import dev.fencepost.spi.history.HistoryStore;
import dev.fencepost.spi.namespace.NamespaceStore;
import dev.fencepost.spi.shard.ShardStore;
import dev.fencepost.spi.task.HistoryTaskStore;
import dev.fencepost.spi.taskqueue.TaskQueueStore;
import dev.fencepost.spi.visibility.VisibilityStore;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * All stores of one database.
 *
 * @param shards the shards
 * @param namespaces the namespaces
 * @param executions the executions
 * @param history the history
 * @param historyTasks the history tasks
 * @param taskQueues the task queues
 * @param visibility the visibility records
 * @param clusterMetadata the cluster metadata
 * @param clusterMembership the cluster members
 */
public record StoreSet(
    ShardStore shards,
    NamespaceStore namespaces,
    ExecutionStore executions,
    HistoryStore history,
    HistoryTaskStore historyTasks,
    TaskQueueStore taskQueues,
    VisibilityStore visibility,
    ClusterMetadataStore clusterMetadata,
    ClusterMembershipStore clusterMembership) {

  /** Renders all statements. */
  public static StoreSet of(TransactionRunner runner, StoreBackend backend, MeterRegistry meters) {
    LockStrategy strategy = backend.strategy();
    Stores stores =
        new Stores(
            backend.name(),
            runner,
            strategy,
            meters,
            new Requests(backend.maximumBlobBytes(), backend.maximumKeyBytes()));
    TakeOver takeOver = new TakeOver(runner, backend.watches());
    SqlRenderer renderer = new SqlRenderer(backend.schema());
    ClusterStatements cluster = new ClusterStatements(strategy, renderer);
    return new StoreSet(
        new PostgresShardStore(stores, takeOver, renderer),
        new PostgresNamespaceStore(stores, renderer),
        new PostgresExecutionStore(stores, renderer),
        new PostgresHistoryStore(stores, renderer),
        new PostgresHistoryTaskStore(stores, renderer),
        new PostgresTaskQueueStore(stores, takeOver, renderer),
        new PostgresVisibilityStore(stores, renderer),
        new PostgresClusterMetadataStore(stores, cluster),
        new PostgresClusterMembershipStore(stores, cluster));
  }
}
