// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.spi.error.SchemaMismatch;
import dev.fencepost.spi.schema.AppliedMigration;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.spi.schema.SchemaStatus;
import java.util.List;
import java.util.OptionalInt;

/** The schema of a database: there is one version, so it is either missing or current. */
final class MemorySchemaAdministration implements SchemaAdministration {

  private final MemoryDatabase database;

  MemorySchemaAdministration(MemoryDatabase database) {
    this.database = database;
  }

  @Override
  public int latestVersion() {
    return MemoryDatabase.LATEST_VERSION;
  }

  @Override
  public SchemaStatus status() {
    return database.schemaStatus();
  }

  @Override
  public List<AppliedMigration> history() {
    return database.migrations();
  }

  @Override
  public List<AppliedMigration> setup() {
    return database.setup();
  }

  @Override
  public List<AppliedMigration> update(OptionalInt target) {
    SchemaStatus status = database.schemaStatus();
    if (status instanceof SchemaStatus.Missing) {
      throw new SchemaMismatch("the database has no schema: run schema setup", status);
    }
    if (target.isPresent() && target.getAsInt() < MemoryDatabase.LATEST_VERSION) {
      throw new SchemaMismatch("the schema is newer than version " + target.getAsInt(), status);
    }
    return List.of();
  }

  @Override
  public void drop() {
    database.drop();
  }

  @Override
  public void close() {}
}
