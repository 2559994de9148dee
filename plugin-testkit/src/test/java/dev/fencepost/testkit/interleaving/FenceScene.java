// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A shard's row, its tasks, an owner who adds a task and somebody who takes over and then reads the
 * tasks: the fence guarantee in its smallest form, on a real PostgreSQL.
 */
final class FenceScene {

  /** How the owner's write holds the shard's row. */
  enum FenceRead {
    PLAIN(""),
    FOR_SHARE(" FOR SHARE");

    private final String clause;

    FenceRead(String clause) {
      this.clause = clause;
    }
  }

  private static final AtomicInteger LAST_SHARD = new AtomicInteger();
  private static final EmbeddedPostgres SERVER = start();

  private final Explorer explorer = new Explorer(Duration.ofMillis(40));
  private final DataSource direct = SERVER.getPostgresDatabase();
  private final DataSource gated = GatedDataSource.wrap(direct, Explorer.gate());
  private final FenceRead fenceRead;
  private final ExplorationStatistics statistics;
  private final int shard = LAST_SHARD.incrementAndGet();

  FenceScene(FenceRead fenceRead, ExplorationStatistics statistics) throws SQLException {
    this.fenceRead = fenceRead;
    this.statistics = statistics;
    update(direct, "INSERT INTO shard VALUES (?, 1)");
  }

  private static EmbeddedPostgres start() {
    try {
      EmbeddedPostgres server = EmbeddedPostgres.builder().start();
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE shard (id int PRIMARY KEY, range_id int)");
        statement.execute("CREATE TABLE task (shard int, id int, PRIMARY KEY (shard, id))");
      }
      return server;
    } catch (IOException | SQLException failed) {
      throw new IllegalStateException("the embedded PostgreSQL does not start", failed);
    }
  }

  /** The owner's write as a transaction of several statements. */
  void exploreTransaction(Schedule schedule) throws Exception {
    check(explorer.explore(List.of(owner(this::addInSteps), taker()), List.of(), schedule));
  }

  /** The owner's write as one statement, which a blocker stops at the key of its task. */
  void exploreOneStatement(Schedule schedule) throws Exception {
    Blocker key = new JdbcBlocker(direct, "INSERT INTO task (shard, id) VALUES (?, 7)", shard);
    check(explorer.explore(List.of(owner(this::addAtOnce), taker()), List.of(key), schedule));
  }

  private void check(Exploration exploration) throws SQLException {
    statistics.add(exploration);
    assertThat(exploration.endings())
        .as(exploration.describe())
        .allMatch(Ending.Returned.class::isInstance);
    Ending.Returned takeOver = (Ending.Returned) exploration.endings().get(1);
    assertThat(tasks()).as(exploration.describe()).isEqualTo(takeOver.value());
  }

  private interface Write {
    void add(Connection connection) throws SQLException;
  }

  private Operation owner(Write write) {
    return new Operation(
        "owner",
        () -> {
          try (Connection connection = gated.getConnection()) {
            write.add(connection);
          }
          return "done";
        });
  }

  private void addInSteps(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    if (rangeId(connection, fenceRead.clause) == 1) {
      execute(connection, "INSERT INTO task (shard, id) VALUES (?, 7)");
    }
    connection.commit();
  }

  private void addAtOnce(Connection connection) throws SQLException {
    execute(
        connection,
        "WITH f AS (SELECT id, range_id FROM shard WHERE id = ?"
            + fenceRead.clause
            + ") INSERT INTO task (shard, id) SELECT f.id, 7 FROM f WHERE f.range_id = 1");
  }

  private Operation taker() {
    return new Operation(
        "taker",
        () -> {
          try (Connection connection = gated.getConnection()) {
            connection.setAutoCommit(false);
            rangeId(connection, " FOR UPDATE");
            execute(connection, "UPDATE shard SET range_id = 2 WHERE id = ?");
            connection.commit();
          }
          return tasks();
        });
  }

  private int rangeId(Connection connection, String clause) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT range_id FROM shard WHERE id = ?" + clause)) {
      statement.setInt(1, shard);
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        return rows.getInt(1);
      }
    }
  }

  private List<Integer> tasks() throws SQLException {
    List<Integer> ids = new ArrayList<>();
    try (Connection connection = direct.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT id FROM task WHERE shard = ? ORDER BY id")) {
      statement.setInt(1, shard);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getInt(1));
        }
      }
    }
    return ids;
  }

  private void update(DataSource dataSource, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      execute(connection, sql);
    }
  }

  private void execute(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, shard);
      statement.executeUpdate();
    }
  }
}
