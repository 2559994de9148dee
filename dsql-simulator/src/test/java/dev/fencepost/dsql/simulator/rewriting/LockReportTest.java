// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.rewriting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.dsql.simulator.internal.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A query that reports its locks answers what the locking one would and reports just its rows. */
class LockReportTest {

  private static @Nullable Behind behind;

  @BeforeAll
  static void start() throws Exception {
    behind = new Behind();
  }

  @AfterAll
  static void stop() throws Exception {
    if (behind != null) {
      behind.close();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | SELECT range_id FROM store.shards WHERE shard_id = 1 FOR UPDATE
          9 | SELECT * FROM store.tasks FOR KEY SHARE
          2 | SELECT * FROM store.tasks WHERE task_id = 3 OR task_id = 4 FOR UPDATE NOWAIT
          3 | SELECT * FROM store.tasks ORDER BY task_id DESC LIMIT 3 FOR UPDATE SKIP LOCKED
          3 | SELECT t.*, t.task_id + 1 FROM store.tasks t ORDER BY task_id LIMIT 3 FOR UPDATE
          2 | SELECT task_id AS id FROM store.tasks ORDER BY id DESC OFFSET 7 FOR UPDATE
          1 | SELECT task_id FROM store.tasks ORDER BY 1 FETCH FIRST 1 ROW ONLY FOR UPDATE
          3 | SELECT r.run_id, s.range_id FROM store.runs r JOIN store.shards s USING (shard_id) FOR UPDATE OF r
          2 | SELECT * FROM store.shards s, store.names n WHERE n.id = s.shard_id AND n.hits > 3 FOR UPDATE
          1 | SELECT n.id FROM store.names n LEFT JOIN store.tasks t ON t.task_id = n.id * 100 WHERE n.id = 2 FOR UPDATE OF n
          1 | SELECT x.id FROM (SELECT id FROM store.names WHERE name = 'bob') x FOR UPDATE
          2 | WITH held AS (SELECT task_id FROM store.tasks ORDER BY task_id LIMIT 2 FOR UPDATE) SELECT count(*) FROM held
          1 | WITH held AS (SELECT range_id FROM store.shards WHERE shard_id = 1 FOR KEY SHARE) SELECT n.name FROM store.names n WHERE EXISTS (SELECT 1 FROM held WHERE range_id = 5)
          0 | SELECT 1 AS one FOR UPDATE
          0 | SELECT * FROM generate_series(1, 3) AS g (n) FOR UPDATE
          1 | SELECT name FROM store.names WHERE id IN (SELECT task_id FROM store.tasks WHERE task_id = 2) FOR UPDATE
          1 | SELECT n.name FROM ONLY store.names AS n WHERE (n.id = 1 OR n.id = 77) AND n.hits::int = 3 FOR UPDATE
          """)
  void reportsJustTheRowsItWouldLock(int rows, String sql) throws Exception {
    Behind database = Objects.requireNonNull(behind);
    Statement.LockingQuery query = (Statement.LockingQuery) database.read(sql);
    assertThat(query.reporting()).doesNotContainIgnoringCase("for update");
    assertThat(database.reports(query.reporting())).as(query.reporting()).isEqualTo(rows);
    assertThat(database.answer(query.reporting()))
        .as(query.reporting())
        .containsExactlyInAnyOrderElementsOf(database.answer(sql));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT DISTINCT shard_id FROM store.runs FOR UPDATE
          SELECT count(*) FROM store.runs FOR UPDATE
          SELECT shard_id FROM store.runs GROUP BY shard_id FOR UPDATE
          """)
  void leavesWhatMayNotBeLockedToThePostgresBehind(String sql) {
    Behind database = Objects.requireNonNull(behind);
    Statement.LockingQuery query = (Statement.LockingQuery) database.read(sql);
    assertThat(query.reporting()).isEqualTo(sql);
  }
}
