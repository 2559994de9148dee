// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceDialectTest {

  private final Dialect dialect =
      Dialect.of(new DialectOptions(DialectOptions.DataModifyingCtes.ACCEPTED));

  private Statement read(String sql) {
    return dialect.read(sql).getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT 1                                                     | Query
          (SELECT 1) UNION (SELECT 2)                                  | Query
          nonsense                                                     | Query
          SELECT f(FROM                                                | Query
          SELECT 'UPDATE t SET x = 1 FOR UPDATE'                       | Query
          SELECT "insert" FROM delete_log WHERE update = 1             | Query
          SELECT * FROM t FOR UPDATE                                   | LockingQuery
          SELECT (SELECT 1 FROM t FOR KEY SHARE)                       | LockingQuery
          UPDATE t SET x = 1                                           | ReadWrite
          WITH a AS (DELETE FROM t RETURNING 1) SELECT 1               | ReadWrite
          EXPLAIN UPDATE t SET x = 1                                   | Utility
          EXPLAIN (ANALYZE) UPDATE t SET x = 1                         | ExplainedWrite
          CREATE TABLE t (id int)                                      | Definition
          GRANT SELECT ON t TO u                                       | Definition
          CALL p()                                                     | Call
          SHOW x                                                       | Setting
          SET CONSTRAINTS ALL DEFERRED                                 | Setting
          COMMIT                                                       | Control
          -- nothing                                                   | Empty
          TRUNCATE t                                                   | Refused
          """)
  void tellsStatementsApart(String sql, String kind) {
    assertThat(read(sql).getClass().getSimpleName()).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WITH RECURSIVE a AS (SELECT 1), path (x) AS (SELECT 1 UNION SELECT x FROM path) TABLE"
            + " path",
        "INSERT INTO line (a) VALUES (1)",
        "SELECT \"FOR SHARE\" FROM t",
        "SELECT t.tablesample FROM t",
        "SELECT 1 FOR SHARE",
        "WITH c AS (SELECT 1 AS x) SELECT x FROM c FOR SHARE",
        "SELECT * FROM generate_series(1, 2) FOR SHARE",
        "CREATE TABLE t (v text DEFAULT 'serial', money int)",
        "ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID"
      })
  void acceptsWhatOnlyLooksLikeARefusedStatement(String sql) {
    assertThat(read(sql)).isNotInstanceOf(Statement.Refused.class);
  }

  @Test
  void parametersKeepTheirNumbers() {
    Statement.Write write =
        (Statement.Write)
            read("UPDATE t SET a = $1, b = $2 WHERE id = $3 AND c = $1 RETURNING a, $4::int AS d");
    assertThat(write.asSelect().orElseThrow()).contains("'a', $1", "'b', $2", "id = $3", "$4::int");
  }

  @Test
  void aWriteWithLocksInItReportsThem() {
    Statement.Write write =
        (Statement.Write)
            read(
                "WITH f AS (SELECT n FROM s WHERE id = $1 FOR UPDATE) UPDATE t SET a = 1 WHERE"
                    + " EXISTS (SELECT 1 FROM f)");
    assertThat(write.reporting())
        .contains("simulator.locked('U', s.tableoid, s.ctid)")
        .doesNotContain("FOR UPDATE");
    assertThat(write.asSelect().orElseThrow()).doesNotContain("FOR UPDATE", "simulator.locked");
  }

  @Test
  void dataModifyingCommonTableExpressionsCanBeRefused() {
    Dialect strict = Dialect.of(new DialectOptions(DialectOptions.DataModifyingCtes.REFUSED));
    String sql = "WITH a AS (DELETE FROM t RETURNING id) SELECT id FROM a";
    assertThat(strict.read(sql).getFirst()).isInstanceOf(Statement.Refused.class);
    assertThat(strict.read("WITH a AS (SELECT 1) DELETE FROM t").getFirst())
        .isInstanceOf(Statement.Write.class);
  }

  @Test
  void whatIsNestedTooDeeplyIsRefused() {
    String sql = "SELECT " + "(".repeat(100_000) + "1" + ")".repeat(100_000);
    assertThat(read(sql))
        .isInstanceOfSatisfying(
            Statement.Refused.class, refused -> assertThat(refused.sqlState()).isEqualTo("54001"));
  }
}
