// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.rewriting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.dsql.simulator.internal.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The query that stands for a write answers what the write would. */
class SnapshotAnswerTest {

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
  @ValueSource(
      strings = {
        "UPDATE store.shards SET counter = counter + 1 WHERE shard_id = 1",
        "UPDATE store.shards SET counter = counter + 1, range_id = 9 RETURNING *",
        "UPDATE \"store\".\"shards\" SET \"counter\" = (\"store\".\"shards\".\"counter\" + 1)"
            + " WHERE \"store\".\"shards\".\"range_id\" = 7"
            + " RETURNING \"store\".\"shards\".\"counter\", \"store\".\"shards\".\"range_id\" AS r",
        "UPDATE store.shards AS s SET counter = DEFAULT RETURNING s.counter + 1, s.*",
        "UPDATE store.runs SET (version, note) = (version * 10, 'changed')"
            + " WHERE shard_id = 1 RETURNING run_id, version, note, data, started",
        "UPDATE store.runs r SET (version, note) = (SELECT counter, 'from shard' FROM store.shards"
            + " s WHERE s.shard_id = r.shard_id) RETURNING r.version, r.note",
        "UPDATE store.runs r SET version = s.range_id FROM store.shards s"
            + " WHERE s.shard_id = r.shard_id RETURNING r.version, s.counter, s.counter AS again",
        "UPDATE store.shards s SET counter = t.task_id FROM store.tasks t"
            + " WHERE t.shard_id = s.shard_id",
        "UPDATE store.runs SET started = '2021-02-03 04:05:06+00', data = '\\xff', state = '7'"
            + " WHERE version = 1 RETURNING started, data, state",
        "UPDATE store.runs SET note = NULL WHERE note IS DISTINCT FROM 'one' RETURNING note",
        "DELETE FROM store.tasks WHERE task_id < 4",
        "DELETE FROM store.tasks WHERE task_id < 4 RETURNING *",
        "DELETE FROM store.tasks USING (SELECT first.task_id FROM store.tasks AS first ORDER BY"
            + " first.task_id LIMIT 2) AS chosen WHERE store.tasks.task_id = chosen.task_id"
            + " RETURNING store.tasks.task_id",
        "DELETE FROM store.shards s USING store.tasks t WHERE t.shard_id = s.shard_id",
        "INSERT INTO store.names (id, name) VALUES (3, 'cid'), (4, 'dan')",
        "INSERT INTO store.names (id, name) VALUES (3, 'cid'), (4, DEFAULT) RETURNING *",
        "INSERT INTO store.names VALUES (3, 'cid') RETURNING id, hits, name",
        "INSERT INTO store.names AS n (id, name, hits) VALUES (3, 'cid', DEFAULT)"
            + " RETURNING n.hits, n.id + 1 AS next",
        "INSERT INTO store.runs (shard_id, run_id, version) SELECT shard_id,"
            + " '00000000-0000-0000-0000-0000000000aa', range_id FROM store.shards RETURNING *",
        "INSERT INTO store.names (id, name) VALUES (1, 'x'), (5, 'eve') ON CONFLICT DO NOTHING"
            + " RETURNING id",
        "INSERT INTO store.names (id, name) VALUES (9, 'ann'), (5, 'eve') ON CONFLICT DO NOTHING",
        "INSERT INTO store.names (id, name) VALUES (1, 'x'), (5, 'eve') ON CONFLICT (id) DO"
            + " NOTHING",
        "INSERT INTO store.names (id, name) VALUES (1, 'new'), (6, 'fay') ON CONFLICT (id)"
            + " DO UPDATE SET hits = store.names.hits + excluded.hits, name = excluded.name"
            + " RETURNING id, name, hits",
        "INSERT INTO store.names AS n (id, name) VALUES (1, 'new'), (2, 'newer'), (6, 'fay')"
            + " ON CONFLICT (id) DO UPDATE SET hits = n.hits + 1 WHERE n.hits > 3 RETURNING n.*",
        "INSERT INTO \"store\".\"tasks\" (\"shard_id\", \"task_id\", \"data\") SELECT 1, given.id,"
            + " given.data FROM unnest(cast('{8,10}' AS bigint[]),"
            + " cast('{\"\\\\xaa\",\"\\\\xbb\"}' AS bytea[])) AS given (id, data) ON CONFLICT"
            + " (\"shard_id\", \"task_id\") DO UPDATE SET \"data\" = excluded.\"data\""
            + " RETURNING \"store\".\"tasks\".\"task_id\", \"store\".\"tasks\".\"data\"",
        "WITH fence AS (UPDATE store.shards SET counter = counter + 1 WHERE shard_id = 1 AND"
            + " range_id = 5 RETURNING range_id, counter), ok AS (SELECT 1 AS one FROM fence),"
            + " changed AS (UPDATE store.runs SET version = version + 1 WHERE shard_id = 1 AND"
            + " EXISTS (SELECT 1 FROM ok) RETURNING version), added AS (INSERT INTO store.tasks"
            + " SELECT 1, 100 + n, NULL FROM generate_series(1, 3) n WHERE EXISTS (SELECT 1 FROM"
            + " ok) RETURNING task_id), gone AS (DELETE FROM store.tasks WHERE task_id < 3 AND"
            + " EXISTS (SELECT 1 FROM ok)) SELECT (SELECT counter FROM fence) AS counter, (SELECT"
            + " array_agg(version ORDER BY version) FROM changed) AS versions, (SELECT count(*)"
            + " FROM added) AS added",
        "WITH held AS (SELECT shard_id FROM store.shards WHERE range_id = 5 FOR UPDATE)"
            + " UPDATE store.runs SET version = 0 WHERE shard_id IN (SELECT shard_id FROM held)"
            + " RETURNING run_id, version",
        "WITH source (id, name) AS (VALUES (11, 'k'), (12, 'l')) INSERT INTO store.names (id, name)"
            + " SELECT id, name FROM source RETURNING name || '!' AS loud, upper(name)"
      })
  void asSelect_answersWhatTheWriteWould(String sql) throws Exception {
    Behind database = java.util.Objects.requireNonNull(behind);
    Statement.Write write = (Statement.Write) database.read(sql);
    Optional<String> select = write.asSelect();
    assertThat(select).isPresent();
    String query = select.get();
    assertThat(database.reports(query)).isZero();
    List<String> expected = database.answer(write.reporting());
    assertThat(database.answer(query)).as(query).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(write.returnsRows()).isEqualTo(expected.stream().anyMatch(row -> !row.isEmpty()));
  }
}
