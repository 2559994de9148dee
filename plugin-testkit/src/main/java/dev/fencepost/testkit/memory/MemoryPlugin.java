// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.PersistencePlugin;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.Setting;
import dev.fencepost.spi.error.SchemaMismatch;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.spi.schema.SchemaStatus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The backend {@code memory}: databases in the heap of this process, by name, that live until the
 * process ends. Persistences opened on one name share its content, as processes share a server.
 */
public final class MemoryPlugin implements PersistencePlugin {

  /** Which of this process's databases to open. */
  public static final Setting<String> DATABASE =
      Setting.text("database", "default", "The name of the database in this process");

  private static final Map<String, MemoryDatabase> DATABASES = new ConcurrentHashMap<>();

  /** Called by the service loader. */
  public MemoryPlugin() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(DATABASE);
  }

  @Override
  public Persistence open(Configuration configuration, PersistenceContext context) {
    MemoryDatabase database = database(configuration);
    SchemaStatus status = database.schemaStatus();
    if (!(status instanceof SchemaStatus.Current)) {
      throw new SchemaMismatch("the database has no schema: run schema setup", status);
    }
    return new MemoryPersistence(new MemorySession(database));
  }

  @Override
  public SchemaAdministration openSchema(Configuration configuration, PersistenceContext context) {
    return new MemorySchemaAdministration(database(configuration));
  }

  private static MemoryDatabase database(Configuration configuration) {
    configuration.requireKnown(List.of(DATABASE));
    return DATABASES.computeIfAbsent(configuration.value(DATABASE), name -> new MemoryDatabase());
  }
}
