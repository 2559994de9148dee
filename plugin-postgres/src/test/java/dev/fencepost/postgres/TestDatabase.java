// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.ConfigurationValue;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.testkit.PersistenceSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** A database of its own on the test server, opened through the plugin. */
public final class TestDatabase implements PersistenceSource {

  private final String name = TestServer.createDatabase();
  private final Map<String, String> settings;

  /** A database with few connections. */
  public TestDatabase() {
    this(Map.of("pool-size", "8"));
  }

  /** A database opened with settings that replace those of every test. */
  public TestDatabase(Map<String, String> settings) {
    this.settings = Map.copyOf(settings);
  }

  @Override
  public Persistence open() {
    return open(Map.of(), new SimpleMeterRegistry());
  }

  /** Opens stores with further settings, reporting to a registry. */
  public Persistence open(Map<String, String> further, MeterRegistry meters) {
    return new PostgresPlugin()
        .open(configuration(further), new PersistenceContext(meters, "fencepost-test"));
  }

  @Override
  public SchemaAdministration openSchema() {
    return new PostgresPlugin()
        .openSchema(
            configuration(Map.of()),
            new PersistenceContext(new SimpleMeterRegistry(), "fencepost-test"));
  }

  /** Connects beside the plugin. */
  public Connection connect() throws SQLException {
    return TestServer.connect(name);
  }

  /** The name of the database. */
  public String name() {
    return name;
  }

  /** The settings as a configuration. */
  public Configuration configuration(Map<String, String> further) {
    Map<String, String> all = new HashMap<>();
    all.put("url", "jdbc:postgresql://localhost:" + TestServer.port() + "/" + name);
    all.put("user", "postgres");
    all.putAll(settings);
    all.putAll(further);
    Map<String, ConfigurationValue> values = new HashMap<>();
    all.forEach((key, text) -> values.put(key, new ConfigurationValue(text, "test")));
    return Configuration.of("test", values);
  }
}
