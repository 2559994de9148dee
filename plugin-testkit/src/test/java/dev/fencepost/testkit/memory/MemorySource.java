// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.ConfigurationValue;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.testkit.PersistenceSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;

/** A database in memory. */
final class MemorySource implements PersistenceSource {

  private final MemoryPlugin plugin = new MemoryPlugin();
  private final Configuration configuration;

  MemorySource(String database) {
    this.configuration =
        Configuration.of(
            "test",
            Map.of(MemoryPlugin.DATABASE.key(), new ConfigurationValue(database, "test")));
  }

  @Override
  public Persistence open() {
    return plugin.open(configuration, context());
  }

  @Override
  public SchemaAdministration openSchema() {
    return plugin.openSchema(configuration, context());
  }

  private static PersistenceContext context() {
    return new PersistenceContext(new SimpleMeterRegistry(), "testkit");
  }
}
