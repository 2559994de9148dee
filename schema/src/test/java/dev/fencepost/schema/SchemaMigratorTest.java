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

class SchemaMigratorTest {

  private final ConnectionSource database = EmbeddedDatabase.fresh();
  private final SchemaMigrator migrator = migrator("fencepost");

  private SchemaMigrator migrator(String schemaName) {
    return new SchemaMigrator(database, new PostgresSchemaDialect(), schemaName);
  }

  private SchemaMigrator newerRelease() {
    List<Migration> migrations = new ArrayList<>(Migrations.load(new PostgresSchemaDialect()));
    Migration first = migrations.getFirst();
    List<String> shape = new ArrayList<>(first.shape().lines());
    shape.add("column shards.color: text");
    migrations.add(
        new Migration(
            2,
            "colors",
            "0".repeat(64),
            List.of("ALTER TABLE ${schema}.shards ADD COLUMN color text"),
            List.of("ALTER TABLE IF EXISTS ${schema}.shards DROP COLUMN IF EXISTS color"),
            new SchemaShape(shape)));
    return new SchemaMigrator(database, new PostgresSchemaDialect(), "fencepost", migrations);
  }

  @Test
  void setupInstallsEverythingOnce() {
    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Missing(1));
    assertThat(migrator.history()).isEmpty();
    List<AppliedMigration> run = migrator.setup();
    assertThat(run).extracting(AppliedMigration::version).containsExactly(1);
    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Current(1));
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
    assertThat(run).isEqualTo(2);
    assertThat(newerRelease().status()).isEqualTo(new SchemaStatus.Current(2));
  }

  @Test
  void anyNameIsQuoted() {
    SchemaMigrator strange = migrator("Strange \"name\"; DROP TABLE x");
    strange.setup();
    assertThat(strange.status()).isEqualTo(new SchemaStatus.Current(1));
    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Missing(1));
  }

  @Test
  void anOlderSchemaIsUpdatedAndNotSetUp() {
    migrator.setup();
    SchemaMigrator newer = newerRelease();
    assertThat(newer.status()).isEqualTo(new SchemaStatus.Older(2, 1));
    assertThatThrownBy(newer::setup)
        .isInstanceOf(SchemaMismatch.class)
        .hasMessageContaining("run 'fencepost schema update'");
    assertThat(newer.update(OptionalInt.of(2)))
        .extracting(AppliedMigration::description)
        .containsExactly("colors");
    assertThat(newer.status()).isEqualTo(new SchemaStatus.Current(2));
  }

  @Test
  void aNewerSchemaIsNeverTouched() {
    newerRelease().setup();
    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Newer(1, 2));
    assertThatThrownBy(migrator::setup).hasMessageContaining("use a newer release");
    assertThatThrownBy(() -> migrator.update(OptionalInt.empty()))
        .isInstanceOf(SchemaMismatch.class);
    assertThatThrownBy(migrator::drop).isInstanceOf(SchemaMismatch.class);
    assertThat(newerRelease().status()).isEqualTo(new SchemaStatus.Current(2));
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
    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Current(1));
    execute("DROP INDEX fencepost.namespaces_name_key");
    assertThat(tampered().difference())
        .isEqualTo("index namespaces.namespaces_name_key is missing");
    execute("CREATE INDEX namespaces_name_key ON fencepost.namespaces (name)");
    assertThat(tampered().difference()).contains("'btree (name)' instead of 'unique btree (name)'");
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
    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Missing(1));
    assertThat(tables()).containsExactly("more");
    migrator.setup();
    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Current(1));
  }

  @Test
  void aMigrationThatFailsLeavesTheVersionBefore() {
    migrator.setup();
    List<Migration> broken = new ArrayList<>(Migrations.load(new PostgresSchemaDialect()));
    broken.add(
        new Migration(
            2,
            "broken",
            "0".repeat(64),
            List.of("CREATE TABLE ${schema}.half (id integer)", "CREATE TABLE nonsense"),
            List.of(),
            broken.getFirst().shape()));
    SchemaMigrator newer =
        new SchemaMigrator(database, new PostgresSchemaDialect(), "fencepost", broken);
    assertThatThrownBy(() -> newer.update(OptionalInt.empty())).isInstanceOf(Unavailable.class);
    assertThat(newer.status()).isEqualTo(new SchemaStatus.Older(2, 1));
    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Current(1));
  }

  private SchemaStatus.Tampered tampered() {
    SchemaStatus status = migrator.status();
    assertThat(status).isInstanceOf(SchemaStatus.Tampered.class);
    return (SchemaStatus.Tampered) status;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.open();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> tables() throws SQLException {
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
