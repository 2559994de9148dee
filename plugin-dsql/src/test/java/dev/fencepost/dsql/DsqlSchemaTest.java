// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.spi.error.SchemaMismatch;
import dev.fencepost.spi.schema.AppliedMigration;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.spi.schema.SchemaStatus;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The schema on a simulated cluster, its indexes built in the background. */
class DsqlSchemaTest {

  private static final int LATEST = 2;

  private final String schema = SimulatedCluster.freshSchema();

  private SchemaAdministration open() {
    return new ClusterSource(SimulatedCluster.keys(schema, Map.of())).openSchema();
  }

  @AfterEach
  void nothingWasRefusedAndNothingIsLeft() throws SQLException {
    try (SchemaAdministration administration = open()) {
      administration.drop();
      assertThat(administration.status()).isEqualTo(new SchemaStatus.Missing(LATEST));
    }
    execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    assertThat(SimulatedCluster.simulator().statementLog().refused()).isEmpty();
  }

  @Test
  void aSetupInstallsEveryVersionOnce() {
    try (SchemaAdministration administration = open()) {
      assertThat(administration.status()).isEqualTo(new SchemaStatus.Missing(LATEST));
      assertThat(administration.setup()).hasSize(LATEST);
      assertThat(administration.status()).isEqualTo(new SchemaStatus.Current(LATEST));
      assertThat(administration.history()).hasSize(LATEST);
      assertThat(administration.setup()).isEmpty();
      assertThat(administration.update(OptionalInt.empty())).isEmpty();
    }
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
                  try (SchemaAdministration administration = open()) {
                    return administration.setup();
                  }
                }));
      }
      for (Future<List<AppliedMigration>> result : results) {
        run += result.get().size();
      }
    }
    assertThat(run).isEqualTo(LATEST);
  }

  @Test
  void aChangedTableAndANewerVersionAreRefused() throws SQLException {
    try (SchemaAdministration administration = open()) {
      administration.setup();
      execute("ALTER TABLE " + schema + ".shards ADD COLUMN more integer");
      assertThat(administration.status())
          .isInstanceOfSatisfying(
              SchemaStatus.Tampered.class,
              found ->
                  assertThat(found.difference())
                      .isEqualTo("column shards.more should not be there"));
      assertThatThrownBy(administration::setup).isInstanceOf(SchemaMismatch.class);
      execute("ALTER TABLE " + schema + ".shards DROP COLUMN more");
      execute("DROP INDEX " + schema + ".visibility_order_idx");
      assertThat(administration.status()).isInstanceOf(SchemaStatus.Tampered.class);
      execute("INSERT INTO " + schema + ".schema_migrations VALUES (3, 'more', 'x', now())");
      assertThat(administration.status()).isEqualTo(new SchemaStatus.Newer(LATEST, LATEST + 1));
      assertThatThrownBy(administration::drop).isInstanceOf(SchemaMismatch.class);
      execute("DELETE FROM " + schema + ".schema_migrations WHERE version = 3");
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(SimulatedCluster.simulator().url(), "admin", "any");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
