// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.spi.error.SchemaMismatch;
import dev.fencepost.spi.error.Unavailable;
import dev.fencepost.spi.schema.SchemaStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/**
 * The dialect of DSQL, statement by statement, on a PostgreSQL that builds its indexes at once: the
 * claim, and starters that are killed.
 */
class SteppedMigratorTest extends MigratorContract {

  /** It ends the session it runs in, as if the starter had been killed. */
  private static final String KILL = "SELECT pg_terminate_backend(pg_backend_pid())";

  @Override
  SchemaDialect dialect() {
    return new DsqlSchemaDialect(Duration.ofMillis(300));
  }

  @Override
  List<Migration> migrations() {
    return Migrations.load(dialect()).stream()
        .map(
            migration ->
                withStatements(
                    migration,
                    migration.statements().stream()
                        .map(text -> text.replace(" ASYNC", ""))
                        .toList()))
        .toList();
  }

  private static Migration withStatements(Migration migration, List<String> statements) {
    return new Migration(
        migration.version(),
        migration.description(),
        migration.checksum(),
        statements,
        migration.undoStatements(),
        migration.shape());
  }

  /** The same migrations, whose n-th statement ends the session. */
  private List<Migration> killedAt(int statement) {
    List<Migration> killed = new ArrayList<>();
    int before = 0;
    for (Migration migration : migrations()) {
      List<String> statements = new ArrayList<>(migration.statements());
      int place = statement - before;
      if (place >= 0 && place < statements.size()) {
        statements.add(place, KILL);
      }
      before += migration.statements().size();
      killed.add(withStatements(migration, statements));
    }
    return killed;
  }

  @Test
  void aSetupKilledAnywhereIsDoneByTheNextOne() {
    int statements = migrations().stream().mapToInt(each -> each.statements().size()).sum();
    for (int statement = 0; statement < statements; statement++) {
      String schema = "killed_at_" + statement;
      SchemaMigrator killed = migrator(schema, killedAt(statement));
      assertThatThrownBy(killed::setup).isInstanceOf(Unavailable.class);
      SchemaMigrator next = migrator(schema);
      next.setup();
      assertThat(next.status()).as(schema).isEqualTo(new SchemaStatus.Current(2));
      assertThat(next.history()).hasSize(2);
    }
  }

  @Test
  void anUpdateThatIsKilledIsDoneByTheNextOne() {
    migrator("fencepost", migrations().subList(0, 1)).setup();
    int first = migrations().getFirst().statements().size();
    SchemaMigrator killed = migrator("fencepost", killedAt(first + 2));
    assertThatThrownBy(() -> killed.update(OptionalInt.empty())).isInstanceOf(Unavailable.class);
    SchemaMigrator next = migrator("fencepost");
    assertThat(next.status()).isEqualTo(new SchemaStatus.Older(2, 1));
    assertThat(next.update(OptionalInt.empty())).hasSize(1);
    assertThat(next.status()).isEqualTo(new SchemaStatus.Current(2));
  }

  @Test
  void aDropThatIsKilledSaysSoUntilItIsDoneAgain() {
    SchemaMigrator migrator = migrator("fencepost");
    migrator.setup();
    List<Migration> killed = new ArrayList<>(migrations());
    Migration first = killed.getFirst();
    List<String> undo = new ArrayList<>(first.undoStatements());
    undo.add(3, KILL);
    killed.set(
        0,
        new Migration(
            1, first.description(), first.checksum(), first.statements(), undo, first.shape()));
    assertThatThrownBy(() -> migrator("fencepost", killed).drop()).isInstanceOf(Unavailable.class);

    assertThat(tampered().difference()).contains("fencepost schema drop");
    assertThatThrownBy(migrator::setup).isInstanceOf(SchemaMismatch.class);
    assertThat(tampered().difference()).contains("fencepost schema drop");
    migrator.drop();
    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Missing(2));
  }

  @Test
  void aSetupThatIsRefusedLeavesNoTraceOfAChange() {
    SchemaMigrator first = migrator("fencepost", migrations().subList(0, 1));
    first.setup();
    SchemaMigrator migrator = migrator("fencepost");
    assertThatThrownBy(migrator::setup).isInstanceOf(SchemaMismatch.class);
    assertThatThrownBy(migrator::setup)
        .isInstanceOf(SchemaMismatch.class)
        .hasMessageContaining("run 'fencepost schema update'");
    assertThat(first.status()).isEqualTo(new SchemaStatus.Current(1));
  }

  @Test
  void aStatusWaitsForALiveChangeAndThenSeesItsEnd() throws Exception {
    SchemaMigrator migrator = migrator("fencepost");
    migrator.setup();
    execute(
        "INSERT INTO fencepost.schema_migrations"
            + " VALUES (0, 'update', 'somebody', CURRENT_TIMESTAMP + interval '700 milliseconds')");
    long start = System.nanoTime();
    assertThat(migrator.status()).isEqualTo(new SchemaStatus.Current(2));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(500));
  }
}
