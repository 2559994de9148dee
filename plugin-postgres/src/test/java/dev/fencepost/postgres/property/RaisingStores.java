// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.property;

import dev.fencepost.postgres.PostgresSettings;
import dev.fencepost.postgres.TestDatabase;
import dev.fencepost.postgres.internal.SqlPersistence;
import dev.fencepost.postgres.internal.connection.ConnectionPool;
import dev.fencepost.postgres.internal.store.StoreBackend;
import dev.fencepost.postgres.internal.store.StoreSet;
import dev.fencepost.postgres.internal.strategy.ShareLocks;
import dev.fencepost.postgres.internal.transaction.BackendAttempts;
import dev.fencepost.postgres.internal.transaction.LockWatch;
import dev.fencepost.postgres.internal.transaction.RetryLimits;
import dev.fencepost.postgres.internal.transaction.TransactionRunner;
import dev.fencepost.spi.Persistence;
import dev.fencepost.testkit.property.ConflictSubject;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The stores on PostgreSQL, over connections on which the server raises errors. */
final class RaisingStores implements ConflictSubject, AutoCloseable {

  private static final int ATTEMPTS = 6;
  private static final Duration LONGEST_DELAY = Duration.ofMillis(4);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final RaisingConnections connections;
  private final Persistence stores;

  RaisingStores() {
    TestDatabase database = new TestDatabase();
    database.empty();
    PostgresSettings settings =
        PostgresSettings.read(database.configuration(Map.of("pool-size", "2")));
    ConnectionPool pool = new ConnectionPool(settings, "raising", meters);
    this.connections = new RaisingConnections(pool);
    TransactionRunner runner =
        new TransactionRunner(
            connections,
            new BackendAttempts(pool),
            new RetryLimits(ATTEMPTS, LONG, Duration.ofMillis(1), LONGEST_DELAY, LONG));
    StoreBackend backend =
        new StoreBackend(
            "postgres",
            settings.schema(),
            settings.maximumBlobBytes(),
            Integer.MAX_VALUE,
            new ShareLocks(),
            operation -> LockWatch.NONE);
    this.stores = new SqlPersistence(runner, StoreSet.of(runner, backend, meters));
  }

  RaisingConnections connections() {
    return connections;
  }

  @Override
  public Persistence stores() {
    return stores;
  }

  @Override
  public MeterRegistry meters() {
    return meters;
  }

  @Override
  public int attempts() {
    return ATTEMPTS;
  }

  @Override
  public Duration longestDelay() {
    return LONGEST_DELAY;
  }

  @Override
  public void conflictAt(Set<Integer> points) {
    connections.raise(
        point -> points.contains(point.number()) ? Optional.of("40001") : Optional.empty());
  }

  @Override
  public void conflictAlways() {
    connections.raise(point -> Optional.of("40001"));
  }

  @Override
  public int endConflicts() {
    return connections.end();
  }

  @Override
  public void close() {
    stores.close();
  }
}
