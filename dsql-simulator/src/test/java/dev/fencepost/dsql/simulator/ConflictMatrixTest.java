// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

import static dev.fencepost.dsql.simulator.Failures.assertConflict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.dsql.simulator.junit.DsqlSimulatorExtension;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each cell of the conflict matrix, whoever comes first and whoever commits first. */
@ExtendWith(DsqlSimulatorExtension.class)
final class ConflictMatrixTest {

  /** What a transaction does to row 1 of the table {@code cells}. */
  enum Act {
    DELETE("DELETE FROM cells WHERE id = 1", Kind.KEY),
    INSERT("INSERT INTO cells VALUES (9, 9, 0)", Kind.KEY),
    PRIMARY_KEY_UPDATE("UPDATE cells SET id = 100 WHERE id = 1", Kind.KEY),
    UNIQUE_KEY_UPDATE("UPDATE cells SET code = 100 WHERE id = 1", Kind.KEY),
    FOR_UPDATE("SELECT * FROM cells WHERE id = 1 FOR UPDATE", Kind.KEY),
    FOR_UPDATE_IN_CTE(
        "WITH locked AS (SELECT id FROM cells WHERE id = 1 FOR UPDATE) SELECT * FROM locked",
        Kind.KEY),
    NON_KEY_UPDATE("UPDATE cells SET value = value + 1 WHERE id = 1", Kind.NON_KEY),
    NON_KEY_UPDATE_IN_CTE(
        "WITH changed AS (UPDATE cells SET value = value + 1 WHERE id = 1 RETURNING id)"
            + " SELECT * FROM changed",
        Kind.NON_KEY),
    FOR_KEY_SHARE("SELECT * FROM cells WHERE id = 1 FOR KEY SHARE", Kind.KEY_SHARE),
    CHILD("INSERT INTO cell_children VALUES (gen_random_uuid(), 1)", Kind.KEY_SHARE);

    private final String sql;
    private final Kind kind;

    Act(String sql, Kind kind) {
      this.sql = sql;
      this.kind = kind;
    }

    boolean conflictsWith(Act other) {
      if (this == INSERT || other == INSERT) {
        // The inserted row is another one than row 1.
        return this == other;
      }
      return kind == Kind.KEY
          || other.kind == Kind.KEY
          || (kind == Kind.NON_KEY && other.kind == Kind.NON_KEY);
    }
  }

  enum Kind {
    KEY,
    NON_KEY,
    KEY_SHARE
  }

  /** How two transactions interleave. */
  enum Order {
    FIRST_COMMITS_FIRST,
    SECOND_COMMITS_FIRST,
    FIRST_COMMITS_BEFORE_THE_STATEMENT_OF_THE_SECOND
  }

  private final DsqlSimulator simulator;

  ConflictMatrixTest(DsqlSimulator simulator) {
    this.simulator = simulator;
  }

  static List<Arguments> cells() {
    List<Arguments> cells = new ArrayList<>();
    for (Act first : Act.values()) {
      for (Act second : Act.values()) {
        for (Order order : Order.values()) {
          cells.add(Arguments.of(first, second, order));
        }
      }
    }
    return cells;
  }

  @ParameterizedTest(name = "{0} and {1}, {2}")
  @MethodSource("cells")
  void theLaterOneFailsIfTheMatrixSaysSo(Act first, Act second, Order order) throws SQLException {
    createRows();
    try (Client one = Client.of(simulator).begin();
        Client other = Client.of(simulator).begin()) {
      other.rows("SELECT 1");
      one.run(first.sql);
      if (order == Order.FIRST_COMMITS_BEFORE_THE_STATEMENT_OF_THE_SECOND) {
        one.commit();
      }
      other.run(second.sql);
      if (order == Order.SECOND_COMMITS_FIRST) {
        other.commit();
        assertLaterOne(one, first.conflictsWith(second));
      } else {
        one.commit();
        assertLaterOne(other, first.conflictsWith(second));
      }
    }
  }

  @Test
  void aUniqueIndexBuiltLaterMakesItsColumnsKeyColumns() throws SQLException {
    try (Client one = Client.of(simulator);
        Client other = Client.of(simulator)) {
      one.run("DROP TABLE IF EXISTS indexed");
      one.run("CREATE TABLE indexed (id int PRIMARY KEY, value int)");
      one.run("INSERT INTO indexed VALUES (1, 1)");
      String job = one.rows("CREATE UNIQUE INDEX ASYNC ON indexed (value)").getFirst();
      one.simple("CALL sys.wait_for_job('" + job + "')");
      one.begin();
      other.begin();
      one.run("UPDATE indexed SET value = 50 WHERE id = 1");
      other.rows("SELECT * FROM indexed WHERE id = 1 FOR KEY SHARE");
      one.commit();
      assertConflict(other::commit);
    }
  }

  @Test
  void rowsOfATableWithoutAPrimaryKeyConflictToo() throws SQLException {
    try (Client one = Client.of(simulator);
        Client other = Client.of(simulator)) {
      one.run("DROP TABLE IF EXISTS keyless");
      one.run("CREATE TABLE keyless (value int)");
      one.run("INSERT INTO keyless VALUES (1), (2)");
      one.begin();
      other.begin();
      one.run("UPDATE keyless SET value = 10 WHERE value = 1");
      assertThat(other.run("UPDATE keyless SET value = 11 WHERE value = 1")).isEqualTo(1);
      one.commit();
      assertConflict(other::commit);
      one.run("UPDATE keyless SET value = 20 WHERE value = 2");
      other.run("UPDATE keyless SET value = 11 WHERE value = 10");
      one.commit();
      other.commit();
    }
  }

  private static void assertLaterOne(Client later, boolean fails) throws SQLException {
    if (fails) {
      assertConflict(later::commit);
    } else {
      later.commit();
    }
  }

  private void createRows() throws SQLException {
    try (Client client = Client.of(simulator)) {
      client.run(
          "CREATE TABLE IF NOT EXISTS cells (id int PRIMARY KEY, code int UNIQUE, value int)");
      client.run(
          "CREATE TABLE IF NOT EXISTS cell_children (id uuid PRIMARY KEY, cell int REFERENCES"
              + " cells)");
      client.run("DELETE FROM cell_children");
      client.run("DELETE FROM cells");
      client.run("INSERT INTO cells VALUES (1, 1, 1), (2, 2, 2)");
    }
  }
}
