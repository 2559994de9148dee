// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal;

import dev.fencepost.postgres.PostgresSettings;
import dev.fencepost.postgres.internal.connection.ConnectionPool;
import dev.fencepost.postgres.internal.connection.DriverSettings;
import dev.fencepost.postgres.internal.connection.ServerCheck;
import dev.fencepost.postgres.internal.store.StoreBackend;
import dev.fencepost.postgres.internal.store.StoreSet;
import dev.fencepost.postgres.internal.strategy.ShareLocks;
import dev.fencepost.postgres.internal.transaction.BackendAttempts;
import dev.fencepost.postgres.internal.transaction.BlockerWatch;
import dev.fencepost.postgres.internal.transaction.RetryLimits;
import dev.fencepost.postgres.internal.transaction.TransactionRunner;
import dev.fencepost.schema.ConnectionSource;
import dev.fencepost.schema.PostgresSchemaDialect;
import dev.fencepost.schema.SchemaMigrator;
import dev.fencepost.schema.SchemaStatuses;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.error.Unavailable;
import dev.fencepost.spi.schema.SchemaAdministration;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens what the plugin offers, after a look at the server and its schema. */
public final class PostgresBackend {

  /** The name of the plugin, which is also the tag of its meters. */
  public static final String NAME = "postgres";

  /** The server's own depends on how well a key is compressed. */
  private static final int NO_KEY_LIMIT_OF_OURS = Integer.MAX_VALUE;

  private PostgresBackend() {}

  /** Opens the stores. */
  public static Persistence open(PostgresSettings settings, PersistenceContext context) {
    try (SchemaAdministration schema = openSchema(settings, context)) {
      SchemaStatuses.requireCurrent(schema.status());
    }
    ConnectionPool pool = new ConnectionPool(settings, context.applicationName(), context.meters());
    RetryLimits limits =
        new RetryLimits(
            settings.retryAttempts(),
            settings.retryTime(),
            settings.retryFirstDelay(),
            settings.retryLongestDelay(),
            settings.outcomeResolutionTime());
    TransactionRunner runner = new TransactionRunner(pool, new BackendAttempts(pool), limits);
    StoreBackend backend =
        new StoreBackend(
            NAME,
            settings.schema(),
            settings.maximumBlobBytes(),
            NO_KEY_LIMIT_OF_OURS,
            new ShareLocks(),
            operation -> BlockerWatch.start(runner, operation, settings.takeOverGrace()));
    try {
      return new SqlPersistence(runner, StoreSet.of(runner, backend, context.meters()));
    } catch (RuntimeException | Error failed) {
      runner.close();
      throw failed;
    }
  }

  /** Opens the administration of the schema. */
  public static SchemaAdministration openSchema(
      PostgresSettings settings, PersistenceContext context) {
    PGSimpleDataSource source = DriverSettings.dataSource(settings, context.applicationName());
    source.setSocketTimeout(0);
    ConnectionSource connections = source::getConnection;
    try (Connection connection = connections.open()) {
      ServerCheck.check(connection, settings);
    } catch (SQLException unreachable) {
      Map<String, Object> details = new LinkedHashMap<>();
      details.put("url", settings.database());
      details.put("user", settings.user());
      details.put("reason", String.valueOf(unreachable.getMessage()));
      throw new Unavailable("the database can't be reached", details, unreachable);
    }
    return new SchemaMigrator(connections, new PostgresSchemaDialect(), settings.schema());
  }
}
