// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.cli;

import dev.fencepost.engine.EngineConfiguration;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.PersistencePlugins;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.spi.schema.SchemaStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.OptionalInt;

/** Opens the schema administration of the backend a configuration names. */
final class Administration {

  private Administration() {}

  static SchemaAdministration open(EngineConfiguration configuration) {
    return PersistencePlugins.load(Administration.class.getClassLoader())
        .select(configuration.backend())
        .openSchema(
            configuration.persistence(),
            new PersistenceContext(new SimpleMeterRegistry(), "fencepost schema"));
  }

  /** Brings the schema of a database that belongs to this process to the newest version. */
  static void bringUpToDate(EngineConfiguration configuration) {
    try (SchemaAdministration administration = open(configuration)) {
      if (administration.status() instanceof SchemaStatus.Older) {
        administration.update(OptionalInt.empty());
      } else {
        administration.setup();
      }
    }
  }
}
