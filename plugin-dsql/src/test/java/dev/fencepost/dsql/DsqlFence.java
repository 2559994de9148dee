// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import dev.fencepost.dsql.internal.DsqlBackend;
import dev.fencepost.dsql.internal.connection.ClusterConnections;
import dev.fencepost.dsql.internal.fence.FenceKind;
import dev.fencepost.dsql.internal.fence.OptimisticLocks;
import dev.fencepost.dsql.internal.fence.StripeCounts;
import dev.fencepost.dsql.internal.fence.VoidableAttempts;
import dev.fencepost.postgres.internal.SqlPersistence;
import dev.fencepost.postgres.internal.store.StoreBackend;
import dev.fencepost.postgres.internal.store.StoreSet;
import dev.fencepost.postgres.internal.strategy.LockStrategy;
import dev.fencepost.postgres.internal.strategy.WriteForm;
import dev.fencepost.postgres.internal.transaction.LockWatch;
import dev.fencepost.postgres.internal.transaction.RetryLimits;
import dev.fencepost.postgres.internal.transaction.TransactionRunner;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.ConfigurationValue;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.testkit.interleaving.Explorer;
import dev.fencepost.testkit.property.FenceScene;
import dev.fencepost.testkit.property.FenceSubject;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The stores on the simulator with a strategy, stopped at every statement and commit. No statement
 * waits for another one there, so that nothing can be stopped inside.
 */
final class DsqlFence implements FenceSubject, AutoCloseable {

  private static final int SCENES = 8;
  private static final Duration LONG = Duration.ofMinutes(1);

  private final String name;
  private final Persistence stores;

  /**
   * Opens the stores in a schema of their own.
   *
   * @param name what statistics call it
   * @param kind how writes are fenced
   * @param form how writes are sent
   * @param change what is different from the strategy of the plugin
   */
  DsqlFence(String name, FenceKind kind, WriteForm form, UnaryOperator<LockStrategy> change) {
    this.name = name;
    DsqlSettings settings =
        settings(Map.of("pool-size", Integer.toString(SCENES * (FenceScene.OWNER_WRITES + 1))));
    PersistenceContext context =
        new PersistenceContext(new SimpleMeterRegistry(), "fences-" + settings.schema());
    try (SchemaAdministration schema = DsqlBackend.openSchema(settings, context)) {
      schema.setup();
    }
    StripeCounts stripes = new StripeCounts(settings.stripes(), settings.taskQueueStripes());
    TransactionRunner runner =
        new TransactionRunner(
            new GatedClusterConnections(
                new ClusterConnections(settings, context.applicationName(), context.meters())),
            new VoidableAttempts(kind, stripes, LONG, settings.schema()),
            new RetryLimits(12, LONG, Duration.ofMillis(1), Duration.ofMillis(2), LONG));
    StoreBackend backend =
        new StoreBackend(
            "dsql",
            settings.schema(),
            settings.maximumBlobBytes(),
            Integer.MAX_VALUE,
            change.apply(new OptimisticLocks(kind, form, stripes)),
            operation -> LockWatch.NONE);
    this.stores = new SqlPersistence(runner, StoreSet.of(runner, backend, context.meters()));
  }

  private static DsqlSettings settings(Map<String, String> further) {
    Map<String, ConfigurationValue> values = new HashMap<>();
    SimulatedCluster.keys(SimulatedCluster.freshSchema(), further)
        .forEach((key, text) -> values.put(key, new ConfigurationValue(text, "test")));
    return DsqlSettings.read(Configuration.of("test", values));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Persistence stores() {
    return stores;
  }

  @Override
  public Explorer newExplorer() {
    return new Explorer(LONG);
  }

  @Override
  public int scenesAtOnce() {
    return SCENES;
  }

  @Override
  public void close() {
    stores.close();
  }
}
