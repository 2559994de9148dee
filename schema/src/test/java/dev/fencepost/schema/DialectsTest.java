// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Both dialects make the same tables, of statements their database accepts. */
class DialectsTest {

  private final List<Migration> postgres = Migrations.load(new PostgresSchemaDialect());
  private final List<Migration> dsql = Migrations.load(new DsqlSchemaDialect());

  @Test
  void everyVersionHasTheSameTablesAndColumnsInBothDialects() {
    assertThat(dsql)
        .extracting(Migration::description)
        .isEqualTo(postgres.stream().map(Migration::description).toList());
    for (int index = 0; index < postgres.size(); index++) {
      assertThat(columns(dsql.get(index))).isEqualTo(columns(postgres.get(index)));
    }
  }

  private static List<String> columns(Migration migration) {
    return migration.shape().lines().stream()
        .filter(line -> line.startsWith("column "))
        .map(line -> line.replace(" collate C", ""))
        .toList();
  }

  @Test
  void everyVersionHasTheSameIndexesInBothDialectsButForTheOrderOfTheirKeys() {
    for (int index = 0; index < postgres.size(); index++) {
      assertThat(indexes(dsql.get(index))).isEqualTo(indexes(postgres.get(index)));
    }
  }

  private static List<String> indexes(Migration migration) {
    return migration.shape().lines().stream()
        .filter(line -> line.startsWith("index "))
        .map(line -> line.replace("btree ", "").replace("\"", "").replace(" DESC", ""))
        .toList();
  }

  @Test
  void theStatementsForDsqlHoldNothingItRefuses() {
    for (Migration migration : dsql) {
      for (String statement : migration.statements()) {
        String text = statement.toUpperCase(Locale.ROOT);
        assertThat(text)
            .doesNotContain(
                "COLLATE",
                " DESC,",
                " DESC)",
                " ASC,",
                " ASC)",
                "REFERENCES",
                "CONCURRENTLY",
                "USING",
                "SERIAL");
        if (text.contains("INDEX")) {
          assertThat(text).contains("INDEX ASYNC IF NOT EXISTS");
        }
      }
    }
  }

  @Test
  void theStatementsForDsqlCanEachBeRunAgain() {
    for (Migration migration : dsql) {
      assertThat(migration.statements())
          .allMatch(text -> text.contains("IF NOT EXISTS") || text.contains("ON CONFLICT"));
      assertThat(migration.undoStatements()).allMatch(text -> text.contains("IF EXISTS"));
    }
  }
}
