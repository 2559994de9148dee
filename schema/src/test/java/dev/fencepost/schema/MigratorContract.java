// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.spi.error.SchemaMismatch;
import dev.fencepost.spi.error.Unavailable;
import dev.fencepost.spi.schema.AppliedMigration;
import dev.fencepost.spi.schema.SchemaStatus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a migrator does on every dialect. */
abstract class MigratorContract {

  private static final int LATEST = 2;
  private static final int NEWER = LATEST + 1;

  private final ConnectionSource database = EmbeddedDatabase.fresh();
  private final SchemaMigrator migrator = migrator("fencepost");

  abstract SchemaDialect dialect();

  /** The migrations of the dialect, as the database at hand can run them. */
  abstract List<Migration> migrations();

  final ConnectionSource database() {
    return database;
  }

  final SchemaMigrator migrator(String schemaName) {
    return migrator(schemaName, migrations());
  }

  final SchemaMigrator migrator(String schemaName, List<Migration> migrations) {
    return new SchemaMigrator(database, dialect(), schemaName, migrations);
  }

  private SchemaMigrator newerRelease() {
    List<Migration> migrations = new ArrayList<>(migrations());
    List<String> shape = new ArrayList<>(migrations.getLast().shape().lines());
    shape.add("column shards.color: text");
    migrations.add(
        new Migration(
            NEWER,
            "colors",
            "0".repeat(64),
            List.of("ALTER TABLE ${schema}.shards ADD COLUMN color text"),
            List.of("ALTER TABLE IF EXISTS ${schema}.shards DROP COLUMN IF EXISTS color"),
            new SchemaShape(shape)));
    return migrator("fencepost", migrations);
  }

  @Test
  void setupInstallsEverythingOnce() {
    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Missing(LATEST));
    assertThat(migrator.history()).isEmpty();
    List<AppliedMigration> run = migrator.setup();
    assertThat(run).extracting(AppliedMigration::version).containsExactly(1, LATEST);
    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Current(LATEST));
    assertThat(migrator.history()).isEqualTo(run);
    assertThat(migrator.setup()).isEmpty();
    assertThat(migrator.update(OptionalInt.empty())).isEmpty();
  }

  @Test
  void fourStartersAtOnceInstallEachVersionOnce() throws Exception {
    int starters = 4;
    CyclicBarrier start = new CyclicBarrier(starters);
    int run = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(starters)) {
      List<Future<List<AppliedMigration>>> results = new ArrayList<>();
      for (int starter = 0; starter < starters; starter++) {
        results.add(
            threads.submit(
                () -> {
                  start.await();
                  return newerRelease().setup();
                }));
      }
      for (Future<List<AppliedMigration>> result : results) {
        run += result.get().size();
      }
    }
    assertThat(run).isEqualTo(NEWER);
    assertThat(newerRelease().status()).isEqualTo(new SchemaStatus.Current(NEWER));
  }

  @Test
  void anyNameIsQuoted() {
    SchemaMigrator strange = migrator("Strange \"name\"; DROP TABLE x");
    strange.setup();
    assertThat(strange.status()).isEqualTo(new SchemaStatus.Current(LATEST));
    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Missing(LATEST));
  }

  @Test
  void anOlderSchemaIsUpdatedAndNotSetUp() {
    migrator.setup();
    SchemaMigrator newer = newerRelease();
    assertThat(newer.status()).isEqualTo(new SchemaStatus.Older(NEWER, LATEST));
    assertThatThrownBy(newer::setup)
        .isInstanceOf(SchemaMismatch.class)
        .hasMessageContaining("run 'fencepost schema update'");
    assertThat(newer.update(OptionalInt.of(NEWER)))
        .extracting(AppliedMigration::description)
        .containsExactly("colors");
    assertThat(newer.status()).isEqualTo(new SchemaStatus.Current(NEWER));
  }

  @Test
  void aNewerSchemaIsNeverTouched() {
    newerRelease().setup();
    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Newer(LATEST, NEWER));
    assertThatThrownBy(migrator::setup).hasMessageContaining("use a newer release");
    assertThatThrownBy(() -> migrator.update(OptionalInt.empty()))
        .isInstanceOf(SchemaMismatch.class);
    assertThatThrownBy(migrator::drop).isInstanceOf(SchemaMismatch.class);
    assertThat(newerRelease().status()).isEqualTo(new SchemaStatus.Current(NEWER));
  }

  @Test
  void updateOfAMissingSchemaSaysSetup() {
    assertThatThrownBy(() -> migrator.update(OptionalInt.empty()))
        .isInstanceOf(SchemaMismatch.class)
        .hasMessageContaining("run 'fencepost schema setup'");
  }

  @Test
  void anotherChecksumIsTampering() throws SQLException {
    migrator.setup();
    execute("UPDATE fencepost.schema_migrations SET checksum = 'other'");
    assertThat(tampered().difference()).contains("version 1").contains("checksum");
    assertThatThrownBy(migrator::setup).isInstanceOf(SchemaMismatch.class);
  }

  @Test
  void aMissingOrChangedOrAddedColumnIsTampering() throws SQLException {
    migrator.setup();
    execute("ALTER TABLE fencepost.shards ADD COLUMN more integer");
    assertThat(tampered().difference()).isEqualTo("column shards.more should not be there");
    execute("ALTER TABLE fencepost.shards DROP COLUMN more");
    execute("ALTER TABLE fencepost.shards ALTER COLUMN range_id TYPE integer");
    assertThat(tampered().difference())
        .isEqualTo("column shards.range_id is 'integer not null' instead of 'bigint not null'");
    execute("ALTER TABLE fencepost.shards DROP COLUMN range_id");
    assertThat(tampered().difference()).isEqualTo("column shards.range_id is missing");
  }

  @Test
  void aMissingOrChangedIndexIsTamperingAndAFurtherOneIsNot() throws SQLException {
    migrator.setup();
    execute("CREATE INDEX further ON fencepost.executions (status)");
    execute("CREATE TABLE fencepost.more (id integer)");
    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Current(LATEST));
    execute("DROP INDEX fencepost.namespaces_name_key");
    assertThat(tampered().difference())
        .isEqualTo("index namespaces.namespaces_name_key is missing");
    execute("CREATE INDEX namespaces_name_key ON fencepost.namespaces (name)");
    assertThat(tampered().difference())
        .contains("index namespaces.namespaces_name_key is '")
        .contains("' instead of 'unique ");
  }

  @Test
  void tablesWithoutRecordedMigrationsAreTampering() throws SQLException {
    migrator.setup();
    execute("DELETE FROM fencepost.schema_migrations");
    assertThat(tampered().difference()).contains("no migration is recorded");
  }

  @Test
  void dropRemovesTheTablesAndNothingElse() throws SQLException {
    migrator.drop();
    migrator.setup();
    execute("CREATE TABLE fencepost.more (id integer)");
    migrator.drop();
    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Missing(LATEST));
    assertThat(tables()).containsExactly("more");
    migrator.setup();
    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Current(LATEST));
  }

  @Test
  void aMigrationThatFailsLeavesTheVersionBeforeAndCanBeRunAgain() {
    migrator.setup();
    List<Migration> broken = new ArrayList<>(migrations());
    broken.add(
        new Migration(
            NEWER,
            "broken",
            "0".repeat(64),
            List.of("CREATE TABLE ${schema}.half (id integer)", "CREATE TABLE nonsense"),
            List.of(),
            broken.getLast().shape()));
    SchemaMigrator newer = migrator("fencepost", broken);
    assertThatThrownBy(() -> newer.update(OptionalInt.empty())).isInstanceOf(Unavailable.class);
    assertThat(newer.status()).isEqualTo(new SchemaStatus.Older(NEWER, LATEST));
    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Current(LATEST));
    newerRelease().update(OptionalInt.empty());
    assertThat(newerRelease().status()).isEqualTo(new SchemaStatus.Current(NEWER));
  }

  @Test
  void anUpdateFromVersionOneAddsTablesAndKeepsTheData() throws SQLException {
    SchemaMigrator first = firstRelease();
    first.setup();
    execute("INSERT INTO fencepost.shards VALUES (7, 42, 'host', NULL)");
    execute("INSERT INTO fencepost.shard_states VALUES (7, 'data', 'json', NULL)");
    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Older(LATEST, 1));

    assertThat(migrator.update(OptionalInt.empty()))
        .extracting(AppliedMigration::version)
        .containsExactly(2);

    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Current(LATEST));
    assertThat(tables())
        .contains("shard_fences", "task_queue_fences", "void_attempts", "blob_chunks");
    assertThat(number("SELECT range_id FROM fencepost.shards WHERE shard_id = 7")).isEqualTo(42);
    assertThat(number("SELECT count(*) FROM fencepost.shard_states")).isEqualTo(1);
    assertThat(number("SELECT notification_version FROM fencepost.namespace_metadata"))
        .isEqualTo(1);
  }

  @Test
  void theDocumentedWayBackLeadsToTheVersionBeforeWithItsData() throws SQLException {
    migrator.setup();
    execute("INSERT INTO fencepost.shards VALUES (7, 42, 'host', NULL)");
    for (String statement : migrations().get(LATEST - 1).undoStatements()) {
      execute(statement.replace("${schema}", "fencepost"));
    }
    execute("DELETE FROM fencepost.schema_migrations WHERE version = " + LATEST);

    assertThat(firstRelease().status()).isEqualTo(new SchemaStatus.Current(1));
    assertThat(number("SELECT range_id FROM fencepost.shards WHERE shard_id = 7")).isEqualTo(42);
    migrator.update(OptionalInt.empty());
    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Current(LATEST));
  }

  private SchemaMigrator firstRelease() {
    return migrator("fencepost", migrations().subList(0, 1));
  }

  final SchemaStatus.Tampered tampered() {
    SchemaStatus status = migrator.status();
    assertThat(status).isInstanceOf(SchemaStatus.Tampered.class);
    return (SchemaStatus.Tampered) status;
  }

  final void execute(String sql) throws SQLException {
    try (Connection connection = database.open();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  final long number(String sql) throws SQLException {
    try (Connection connection = database.open();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  final List<String> tables() throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection connection = database.open();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'fencepost'")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
