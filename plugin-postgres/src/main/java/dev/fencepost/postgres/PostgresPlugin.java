// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres;

import dev.fencepost.postgres.internal.PostgresBackend;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.PersistencePlugin;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.Setting;
import dev.fencepost.spi.schema.SchemaAdministration;
import java.util.List;

/**
 * The backend {@code postgres}: PostgreSQL 15 or newer. {@link PostgresSettings} lists its keys.
 */
public final class PostgresPlugin implements PersistencePlugin {

  /** A plugin that has opened nothing. */
  public PostgresPlugin() {}

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public List<Setting<?>> settings() {
    return PostgresSettings.all();
  }

  @Override
  public Persistence open(Configuration configuration, PersistenceContext context) {
    return PostgresBackend.open(PostgresSettings.read(configuration), context);
  }

  @Override
  public SchemaAdministration openSchema(Configuration configuration, PersistenceContext context) {
    return PostgresBackend.openSchema(PostgresSettings.read(configuration), context);
  }
}
