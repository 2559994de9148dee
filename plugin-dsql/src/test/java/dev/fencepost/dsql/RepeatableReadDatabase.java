// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import dev.fencepost.dsql.internal.StoreOpening;
import dev.fencepost.dsql.internal.fence.FenceKind;
import dev.fencepost.postgres.internal.connection.Connections;
import dev.fencepost.postgres.internal.strategy.WriteForm;
import dev.fencepost.schema.PostgresSchemaDialect;
import dev.fencepost.schema.SchemaMigrator;
import dev.fencepost.schema.SchemaStatuses;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.ConfigurationValue;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A PostgreSQL database under REPEATABLE READ: what would conflict at COMMIT on DSQL waits for a
 * lock here, and fails in the same way once it is granted.
 */
final class RepeatableReadDatabase implements PersistenceSource {

  private final String name = TestServer.createDatabase();
  private final FenceKind fence;
  private final WriteForm form;

  RepeatableReadDatabase(FenceKind fence, WriteForm form) {
    this.fence = fence;
    this.form = form;
  }

  @Override
  public Persistence open() {
    return open(TestServer.port(), Map.of(), new SimpleMeterRegistry());
  }

  /** The stores keep the limits of the service: its keys have fewer bytes. */
  @Override
  public boolean supports(Capability capability) {
    return capability != Capability.IDS_OF_THREE_KILOBYTES;
  }

  /** Opens stores that connect to a port, with further settings, reporting to a registry. */
  Persistence open(int port, Map<String, String> further, MeterRegistry meters) {
    try (SchemaAdministration schema = openSchema()) {
      SchemaStatuses.requireCurrent(schema.status());
    }
    DsqlSettings settings = settings(further);
    return StoreOpening.open(
        settings,
        fence,
        form,
        new RepeatableReadConnections(port, name, settings.pool()),
        new PersistenceContext(meters, "fencepost-test"));
  }

  @Override
  public SchemaAdministration openSchema() {
    return new SchemaMigrator(
        () -> TestServer.connect(name), new PostgresSchemaDialect(), "fencepost");
  }

  /** Connections as the stores get them. */
  Connections connections() {
    return new RepeatableReadConnections(TestServer.port(), name, settings(Map.of()).pool());
  }

  /** Connects beside the stores. */
  Connection connect() throws SQLException {
    return RepeatableReadConnections.source(TestServer.port(), name).getConnection();
  }

  String name() {
    return name;
  }

  private static DsqlSettings settings(Map<String, String> further) {
    Map<String, String> all = new HashMap<>();
    all.put("endpoint", "localhost:" + TestServer.port());
    all.put("user", "postgres");
    all.put("password", "any");
    all.put("tls", "off");
    all.put("pool-size", "8");
    all.putAll(further);
    Map<String, ConfigurationValue> values = new HashMap<>();
    all.forEach((key, text) -> values.put(key, new ConfigurationValue(text, "test")));
    return DsqlSettings.read(Configuration.of("test", values));
  }
}
