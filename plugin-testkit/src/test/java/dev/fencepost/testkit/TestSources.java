// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.ConfigurationValue;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.testkit.memory.MemoryPlugin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Databases in memory, sound ones and broken ones. */
public final class TestSources {

  private static final MemoryPlugin PLUGIN = new MemoryPlugin();

  private TestSources() {}

  /** A sound database. */
  public static PersistenceSource memory(String database) {
    return broken(database, UnaryOperator.identity());
  }

  /** A database whose stores are wrapped in something that breaks them. */
  public static PersistenceSource broken(String database, UnaryOperator<Persistence> sabotage) {
    Configuration configuration =
        Configuration.of(
            "test", Map.of(MemoryPlugin.DATABASE.key(), new ConfigurationValue(database, "test")));
    return new PersistenceSource() {
      @Override
      public Persistence open() {
        return sabotage.apply(PLUGIN.open(configuration, context()));
      }

      @Override
      public SchemaAdministration openSchema() {
        return PLUGIN.openSchema(configuration, context());
      }
    };
  }

  private static PersistenceContext context() {
    return new PersistenceContext(new SimpleMeterRegistry(), "testkit");
  }
}
