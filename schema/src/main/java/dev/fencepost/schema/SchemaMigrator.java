// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.error.Unavailable;
import dev.fencepost.spi.schema.AppliedMigration;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.spi.schema.SchemaStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Installs, upgrades, checks and drops the schema of a dialect. Safe for use by many threads. */
public final class SchemaMigrator implements SchemaAdministration {

  private static final Logger LOG = LoggerFactory.getLogger(SchemaMigrator.class);

  private final ConnectionSource connections;
  private final SchemaDialect dialect;
  private final String schemaName;
  private final List<Migration> migrations;
  private final MigrationLog log;

  /**
   * A migrator of the versions that are built in.
   *
   * @param connections where it gets connections
   * @param dialect the database
   * @param schemaName the name of the schema, unquoted
   */
  public SchemaMigrator(ConnectionSource connections, SchemaDialect dialect, String schemaName) {
    this(connections, dialect, schemaName, Migrations.load(dialect));
  }

  SchemaMigrator(
      ConnectionSource connections,
      SchemaDialect dialect,
      String schemaName,
      List<Migration> migrations) {
    this.connections = requireNonNull(connections, "connections is null");
    this.dialect = requireNonNull(dialect, "dialect is null");
    this.schemaName = requireNonNull(schemaName, "schemaName is null");
    this.migrations = migrations;
    this.log = new MigrationLog(dialect, schemaName);
  }

  @Override
  public int latestVersion() {
    return migrations.size();
  }

  @Override
  public SchemaStatus status() {
    return withConnection("status", this::lockedStatus);
  }

  @Override
  public List<AppliedMigration> history() {
    return withConnection("history", log::read);
  }

  @Override
  public List<AppliedMigration> setup() {
    return withConnection(
        "setup",
        connection -> {
          dialect.createSchema(connection, schemaName);
          return dialect.alone(connection, schemaName, this::setUpMissing);
        });
  }

  /** All versions in one step, so that no other starter meets an older schema half way. */
  private List<AppliedMigration> setUpMissing(Connection connection) throws SQLException {
    SchemaStatus status = status(connection);
    if (!(status instanceof SchemaStatus.Missing)) {
      SchemaStatuses.requireCurrent(status);
      return List.of();
    }
    List<AppliedMigration> run = new ArrayList<>();
    for (Migration migration : migrations) {
      runOnce(connection, migration).ifPresent(run::add);
    }
    return run;
  }

  @Override
  public List<AppliedMigration> update(OptionalInt target) {
    int version = target.orElse(latestVersion());
    if (version < 1 || version > latestVersion()) {
      throw new IllegalArgumentException(
          "the target is a version from 1 to " + latestVersion() + ", not " + version);
    }
    return withConnection(
        "update",
        connection -> {
          SchemaStatus status = lockedStatus(connection);
          SchemaStatuses.requireUpdatable(status, version);
          return migrate(connection, version);
        });
  }

  @Override
  public void drop() {
    withConnection(
        "drop",
        connection -> {
          SchemaStatus status = lockedStatus(connection);
          if (status instanceof SchemaStatus.Newer) {
            throw SchemaStatuses.mismatch(status);
          }
          return dialect.alone(connection, schemaName, this::dropTables);
        });
  }

  @Override
  public void close() {}

  /** The status between two migrations, never in the middle of one. */
  private SchemaStatus lockedStatus(Connection connection) throws SQLException {
    return dialect.alone(connection, schemaName, this::status);
  }

  private SchemaStatus status(Connection connection) throws SQLException {
    List<AppliedMigration> applied = log.read(connection);
    int actual = applied.size();
    SchemaShape found = new SchemaShape(dialect.shape(connection, schemaName));
    if (actual == 0) {
      Optional<String> stray = migrations.getLast().shape().firstCommonTable(found);
      return stray.isEmpty()
          ? new SchemaStatus.Missing(latestVersion())
          : new SchemaStatus.Tampered(
              latestVersion(), 0, "table " + stray.get() + " exists but no migration is recorded");
    }
    int newest = applied.getLast().version();
    if (newest > latestVersion()) {
      return new SchemaStatus.Newer(latestVersion(), newest);
    }
    return difference(applied, found)
        .<SchemaStatus>map(text -> new SchemaStatus.Tampered(latestVersion(), newest, text))
        .orElse(
            newest < latestVersion()
                ? new SchemaStatus.Older(latestVersion(), newest)
                : new SchemaStatus.Current(latestVersion()));
  }

  private Optional<String> difference(List<AppliedMigration> applied, SchemaShape found) {
    for (int index = 0; index < applied.size(); index++) {
      AppliedMigration actual = applied.get(index);
      Migration expected = migrations.get(index);
      if (actual.version() != expected.version()) {
        return Optional.of("version " + expected.version() + " is not recorded");
      }
      if (!actual.checksum().equals(expected.checksum())) {
        return Optional.of(
            "version " + actual.version() + " was made from other statements, by their checksum");
      }
    }
    return migrations.get(applied.size() - 1).shape().firstDifference(found);
  }

  private List<AppliedMigration> migrate(Connection connection, int target) throws SQLException {
    List<AppliedMigration> run = new ArrayList<>();
    for (Migration migration : migrations.subList(0, target)) {
      dialect
          .alone(connection, schemaName, locked -> runOnce(locked, migration))
          .ifPresent(run::add);
    }
    return run;
  }

  private Optional<AppliedMigration> runOnce(Connection connection, Migration migration)
      throws SQLException {
    List<AppliedMigration> applied = log.read(connection);
    if (!applied.isEmpty() && applied.getLast().version() >= migration.version()) {
      return Optional.empty();
    }
    runAll(connection, migration.statements());
    AppliedMigration added = log.add(connection, migration);
    LOG.info("schema {} is now at version {}", schemaName, migration.version());
    return Optional.of(added);
  }

  private String dropTables(Connection connection) throws SQLException {
    for (Migration migration : migrations.reversed()) {
      runAll(connection, migration.undoStatements());
    }
    LOG.info("schema {} has no tables of this project any more", schemaName);
    return schemaName;
  }

  private void runAll(Connection connection, List<String> statements) throws SQLException {
    for (String text : statements) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(text.replace("${schema}", dialect.quoted(schemaName)));
      }
    }
  }

  private <T> T withConnection(String operation, SchemaDialect.Step<T> step) {
    try (Connection connection = connections.open()) {
      return step.run(connection);
    } catch (SQLException failed) {
      throw new Unavailable(
          "the schema could not be read or changed",
          Map.of("operation", "schema." + operation, "reason", String.valueOf(failed.getMessage())),
          failed);
    }
  }
}
