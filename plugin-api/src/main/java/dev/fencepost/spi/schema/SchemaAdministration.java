// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.schema;

import java.util.List;
import java.util.OptionalInt;

/**
 * Installs, upgrades, checks and drops the tables of a plugin.
 *
 * <p>Migrations run in order, each exactly once, whatever number of processes start at the same
 * time; a migration that fails leaves the version before it. A database that is newer than the
 * plugin is never touched. Instances are safe for use by many threads.
 */
public interface SchemaAdministration extends AutoCloseable {

  /** The version the plugin was built for, which is the newest it can install. */
  int latestVersion();

  /** Compares the database with what the plugin was built for. Reads only. */
  SchemaStatus status();

  /** The migrations that were run, oldest first; none if there is no schema. Reads only. */
  List<AppliedMigration> history();

  /**
   * Installs the newest version into a database that has no schema, and does nothing if the newest
   * version is there.
   *
   * @return the migrations that were run by this call
   * @throws dev.fencepost.spi.error.SchemaMismatch if the schema is older (say {@code update}),
   *     newer or tampered with
   */
  List<AppliedMigration> setup();

  /**
   * Upgrades an existing schema.
   *
   * @param target the version to reach, or empty for the newest
   * @return the migrations that were run by this call; none if the schema has the version already
   * @throws dev.fencepost.spi.error.SchemaMismatch if there is no schema (say {@code setup}), or it
   *     is newer than the target or tampered with
   */
  List<AppliedMigration> update(OptionalInt target);

  /**
   * Drops every table of the plugin with all data, and nothing else. Does nothing if there is none.
   */
  void drop();

  @Override
  void close();
}
