// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.error.Unavailable;
import dev.fencepost.spi.schema.AppliedMigration;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.spi.schema.SchemaStatus;
import java.sql.Connection;
import java.sql.SQLException;
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
    this.log = new MigrationLog(schemaName);
  }

  @Override
  public int latestVersion() {
    return migrations.size();
  }

  @Override
  public SchemaStatus status() {
    return withConnection("status", this::look);
  }

  @Override
  public List<AppliedMigration> history() {
    return withConnection(
        "history",
        connection -> dialect.look(connection, schemaName, view -> view.read(log::read)));
  }

  @Override
  public List<AppliedMigration> setup() {
    return withConnection(
        "setup",
        connection -> {
          dialect.createSchema(connection, schemaName);
          return dialect.alone(connection, schemaName, SchemaChange.SETUP, this::setUpMissing);
        });
  }

  /** All versions in one step, so that no other starter meets an older schema half way. */
  private List<AppliedMigration> setUpMissing(SchemaSession session) throws SQLException {
    SchemaStatus status = status(session);
    boolean resumed =
        status instanceof SchemaStatus.Older
            && session.interrupted().equals(Optional.of(SchemaChange.SETUP));
    if (!resumed && !(status instanceof SchemaStatus.Missing)) {
      SchemaStatuses.requireCurrent(status);
      return List.of();
    }
    List<AppliedMigration> run = new ArrayList<>();
    for (Migration migration : migrations) {
      runOnce(session, migration).ifPresent(run::add);
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
          SchemaStatuses.requireUpdatable(look(connection), version);
          return migrate(connection, version);
        });
  }

  @Override
  public void drop() {
    withConnection(
        "drop",
        connection -> {
          SchemaStatus status = look(connection);
          if (status instanceof SchemaStatus.Newer) {
            throw SchemaStatuses.mismatch(status);
          }
          if (status instanceof SchemaStatus.Missing
              && !dialect.look(connection, schemaName, view -> view.read(log::exists))) {
            return schemaName;
          }
          return dialect.alone(connection, schemaName, SchemaChange.DROP, this::dropTables);
        });
  }

  @Override
  public void close() {}

  private SchemaStatus look(Connection connection) throws SQLException {
    return dialect.look(connection, schemaName, this::status);
  }

  private SchemaStatus status(SchemaView view) throws SQLException {
    List<AppliedMigration> applied = view.read(log::read);
    SchemaShape found =
        new SchemaShape(view.read(connection -> dialect.shape(connection, schemaName)));
    int actual = applied.isEmpty() ? 0 : applied.getLast().version();
    if (actual > latestVersion()) {
      return new SchemaStatus.Newer(latestVersion(), actual);
    }
    return difference(applied, found, view.interrupted())
        .<SchemaStatus>map(text -> new SchemaStatus.Tampered(latestVersion(), actual, text))
        .orElseGet(() -> expected(actual));
  }

  private SchemaStatus expected(int actual) {
    if (actual == 0) {
      return new SchemaStatus.Missing(latestVersion());
    }
    return actual < latestVersion()
        ? new SchemaStatus.Older(latestVersion(), actual)
        : new SchemaStatus.Current(latestVersion());
  }

  /** What is not as it should be, after all that was run and what was begun. */
  private Optional<String> difference(
      List<AppliedMigration> applied, SchemaShape found, Optional<SchemaChange> interrupted) {
    if (interrupted.equals(Optional.of(SchemaChange.DROP))) {
      return Optional.of("it was being dropped, which 'fencepost schema drop' goes on with");
    }
    Optional<String> recorded = recordedDifference(applied);
    if (recorded.isPresent()) {
      return recorded;
    }
    boolean between = interrupted.isPresent() && applied.size() < latestVersion();
    if (between) {
      return Optional.empty();
    }
    return applied.isEmpty()
        ? strayTable(found)
        : migrations.get(applied.size() - 1).shape().firstDifference(found);
  }

  private Optional<String> strayTable(SchemaShape found) {
    return migrations
        .getLast()
        .shape()
        .firstCommonTable(found, dialect.madeBeforehand())
        .map(table -> "table " + table + " exists but no migration is recorded");
  }

  private Optional<String> recordedDifference(List<AppliedMigration> applied) {
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
    return Optional.empty();
  }

  private List<AppliedMigration> migrate(Connection connection, int target) throws SQLException {
    List<AppliedMigration> run = new ArrayList<>();
    for (Migration migration : migrations.subList(0, target)) {
      dialect
          .alone(
              connection, schemaName, SchemaChange.UPDATE, session -> runOnce(session, migration))
          .ifPresent(run::add);
    }
    return run;
  }

  private Optional<AppliedMigration> runOnce(SchemaSession session, Migration migration)
      throws SQLException {
    List<AppliedMigration> applied = session.read(log::read);
    if (!applied.isEmpty() && applied.getLast().version() >= migration.version()) {
      return Optional.empty();
    }
    runAll(session, migration.statements());
    AppliedMigration added = session.add(migration);
    LOG.info("schema {} is now at version {}", schemaName, migration.version());
    return Optional.of(added);
  }

  private String dropTables(SchemaSession session) throws SQLException {
    for (Migration migration : migrations.reversed()) {
      runAll(session, migration.undoStatements());
    }
    LOG.info("schema {} has no tables of this project any more", schemaName);
    return schemaName;
  }

  private void runAll(SchemaSession session, List<String> statements) throws SQLException {
    for (String text : statements) {
      session.execute(text.replace("${schema}", SchemaDialect.quoted(schemaName)));
    }
  }

  private <T> T withConnection(String operation, Work<T> work) {
    try (Connection connection = connections.open()) {
      return work.with(connection);
    } catch (SQLException failed) {
      throw new Unavailable(
          "the schema could not be read or changed",
          Map.of("operation", "schema." + operation, "reason", String.valueOf(failed.getMessage())),
          failed);
    }
  }

  /** What is done on a connection. */
  @FunctionalInterface
  private interface Work<T> {
    T with(Connection connection) throws SQLException;
  }
}
