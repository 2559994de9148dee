// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

import static dev.fencepost.dsql.simulator.Failures.assertConflict;
import static dev.fencepost.dsql.simulator.Failures.assertSqlState;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.dsql.simulator.junit.DsqlSimulatorExtension;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What two transactions see of each other, and which of them commits. */
@ExtendWith(DsqlSimulatorExtension.class)
final class ConflictTest {

  private final DsqlSimulator simulator;
  private Client first;
  private Client second;

  ConflictTest(DsqlSimulator simulator) {
    this.simulator = simulator;
  }

  @BeforeEach
  void createTables() throws SQLException {
    try (Client client = Client.of(simulator)) {
      client.run("DROP TABLE IF EXISTS children");
      client.run("DROP TABLE IF EXISTS numbers");
      client.run("CREATE TABLE numbers (id int PRIMARY KEY, value int)");
      client.run(
          "CREATE TABLE children (id int PRIMARY KEY, number int REFERENCES numbers ON DELETE"
              + " CASCADE, note text)");
      client.run("INSERT INTO numbers VALUES (1, 10), (2, 20), (3, 30)");
    }
    first = Client.of(simulator).begin();
    second = Client.of(simulator).begin();
  }

  @AfterEach
  void close() throws SQLException {
    first.close();
    second.close();
  }

  @Test
  void ofTwoUpdatesOfARowTheFirstToCommitWins() throws SQLException {
    assertThat(first.run("UPDATE numbers SET value = 11 WHERE id = 1")).isEqualTo(1);
    assertThat(second.run("UPDATE numbers SET value = 12 WHERE id = 1")).isEqualTo(1);
    first.commit();
    assertConflict(second::commit);
    assertThat(second.rows("SELECT value FROM numbers WHERE id = 1")).containsExactly("11");
  }

  @Test
  void theOneThatWroteLaterWinsWhenItCommitsFirst() throws SQLException {
    assertThat(first.run("UPDATE numbers SET value = 11 WHERE id = 1")).isEqualTo(1);
    assertThat(second.run("UPDATE numbers SET value = 12 WHERE id = 1")).isEqualTo(1);
    second.commit();
    assertConflict(first::commit);
    assertThat(first.rows("SELECT value FROM numbers WHERE id = 1")).containsExactly("12");
  }

  @Test
  void eachSeesItsOwnChangesWhileBothChangeTheSameRow() throws SQLException {
    first.run("UPDATE numbers SET value = value + 1 WHERE id = 1");
    second.run("UPDATE numbers SET value = value + 2 WHERE id = 1");
    assertThat(first.rows("SELECT value FROM numbers WHERE id = 1")).containsExactly("11");
    assertThat(second.rows("SELECT value FROM numbers WHERE id = 1")).containsExactly("12");
    first.run("UPDATE numbers SET value = value + 1 WHERE id = 1");
    assertThat(second.rows("SELECT value FROM numbers WHERE id = 1")).containsExactly("12");
    assertThat(first.rows("SELECT value FROM numbers WHERE id = 1")).containsExactly("12");
    second.run("UPDATE numbers SET value = value + 5 WHERE id = 1");
    second.commit();
    assertConflict(first::commit);
    assertThat(first.rows("SELECT value FROM numbers WHERE id = 1")).containsExactly("17");
  }

  @Test
  void aTransactionThatWasDisplacedCommitsWhenTheOtherRollsBack() throws SQLException {
    first.run("UPDATE numbers SET value = 11 WHERE id = 1");
    second.run("UPDATE numbers SET value = 12 WHERE id = 1");
    second.rollback();
    first.commit();
    assertThat(first.rows("SELECT value FROM numbers WHERE id = 1")).containsExactly("11");
  }

  @Test
  void aLoserCountsTheRowsOfItsSnapshotAfterTheWinnerHasCommitted() throws SQLException {
    assertThat(second.rows("SELECT count(*) FROM numbers")).containsExactly("3");
    first.run("UPDATE numbers SET value = 99");
    first.commit();
    assertThat(second.run("UPDATE numbers SET value = 12 WHERE value <= 20")).isEqualTo(2);
    assertThat(second.run("DELETE FROM numbers WHERE id = 3")).isEqualTo(1);
    assertConflict(second::commit);
    assertThat(second.rows("SELECT DISTINCT value FROM numbers")).containsExactly("99");
  }

  @Test
  void ofTwoInsertsOfAKeyTheFirstToCommitWins() throws SQLException {
    assertThat(first.run("INSERT INTO numbers VALUES (4, 1)")).isEqualTo(1);
    assertThat(second.run("INSERT INTO numbers VALUES (4, 2)")).isEqualTo(1);
    second.commit();
    assertConflict(first::commit);
  }

  @Test
  void anInsertOfAKeyThatTheSnapshotLacksSucceedsAndItsCommitFails() throws SQLException {
    assertThat(second.rows("SELECT count(*) FROM numbers")).containsExactly("3");
    first.run("INSERT INTO numbers VALUES (4, 1)");
    first.commit();
    assertThat(second.run("INSERT INTO numbers VALUES (4, 2)")).isEqualTo(1);
    assertConflict(second::commit);
  }

  @Test
  void anInsertOfAKeyThatTheSnapshotHasFailsAtOnce() throws SQLException {
    assertSqlState(() -> first.run("INSERT INTO numbers VALUES (1, 1)"), "23505");
  }

  @Test
  void differentRowsDoNotConflict() throws SQLException {
    first.run("UPDATE numbers SET value = 11 WHERE id = 1");
    second.run("UPDATE numbers SET value = 21 WHERE id = 2");
    first.commit();
    second.commit();
  }

  @Test
  void plainReadsLeaveNothingSoThatWriteSkewIsPossible() throws SQLException {
    first.rows("SELECT * FROM numbers WHERE id IN (1, 2)");
    second.rows("SELECT * FROM numbers WHERE id IN (1, 2)");
    first.run("UPDATE numbers SET value = 0 WHERE id = 1");
    second.run("UPDATE numbers SET value = 0 WHERE id = 2");
    first.commit();
    second.commit();
  }

  @Test
  void readsAreOfOneSnapshot() throws SQLException {
    assertThat(first.rows("SELECT value FROM numbers WHERE id = 1")).containsExactly("10");
    second.run("UPDATE numbers SET value = 11 WHERE id = 1");
    second.commit();
    assertThat(first.rows("SELECT value FROM numbers WHERE id = 1")).containsExactly("10");
    first.commit();
    assertThat(first.rows("SELECT value FROM numbers WHERE id = 1")).containsExactly("11");
  }

  @Test
  void aStatementOfItsOwnWinsAgainstATransactionThatHasNotCommitted() throws SQLException {
    first.run("UPDATE numbers SET value = 11 WHERE id = 1");
    try (Client alone = Client.of(simulator)) {
      assertThat(alone.run("UPDATE numbers SET value = value + 5 WHERE id = 1")).isEqualTo(1);
    }
    assertThat(first.rows("SELECT value FROM numbers WHERE id = 1")).hasSize(1);
    assertConflict(first::commit);
    assertThat(first.rows("SELECT value FROM numbers WHERE id = 1")).containsExactly("15");
  }

  @Test
  void threeTransactionsOnOneRowNeitherWaitNorDeadlock() throws SQLException {
    try (Client third = Client.of(simulator).begin()) {
      first.run("UPDATE numbers SET value = 1 WHERE id = 1");
      second.run("UPDATE numbers SET value = 2 WHERE id = 2");
      third.run("UPDATE numbers SET value = 3 WHERE id = 3");
      first.run("UPDATE numbers SET value = 1 WHERE id = 2");
      second.run("UPDATE numbers SET value = 2 WHERE id = 3");
      third.run("UPDATE numbers SET value = 3 WHERE id = 1");
      second.commit();
      assertConflict(first::commit);
      assertConflict(third::commit);
      assertThat(first.rows("SELECT id, value FROM numbers ORDER BY id"))
          .containsExactly("1,10", "2,2", "3,2");
    }
  }

  @Test
  void aChildConflictsWithTheRemovalOfItsParentOnly() throws SQLException {
    first.run("DELETE FROM numbers WHERE id = 1");
    second.run("INSERT INTO children VALUES (1, 1)");
    second.commit();
    assertConflict(first::commit);
    first.run("UPDATE numbers SET value = 11 WHERE id = 1");
    second.run("INSERT INTO children VALUES (2, 1)");
    first.commit();
    second.commit();
  }

  @Test
  void aCascadeConflictsWithAWriteOfTheChild() throws SQLException {
    first.run("INSERT INTO children VALUES (1, 1)");
    first.commit();
    first.run("DELETE FROM numbers WHERE id = 1");
    second.run("UPDATE children SET note = 'touched' WHERE id = 1");
    first.commit();
    assertConflict(second::commit);
  }

  @Test
  void anOpenChangeOfTheSchemaStopsNobodyAndATransactionFromBeforeGetsASchemaConflict()
      throws SQLException {
    first.rows("SELECT * FROM numbers");
    second.run("ALTER TABLE numbers ADD COLUMN more text");
    second.commit();
    assertSqlState(() -> first.rows("SELECT 1"), "40001");
    first.rollback();
    assertThat(first.rows("SELECT more FROM numbers WHERE id = 1")).containsExactly("null");
  }

  @Test
  void aTransactionDefinesOnceAndDoesNotChangeRowsThen() throws SQLException {
    first.run("CREATE TABLE IF NOT EXISTS other_numbers (id int PRIMARY KEY)");
    assertSqlState(() -> first.run("INSERT INTO numbers VALUES (7)"), "0A000");
    first.rollback();
    first.run("CREATE TABLE IF NOT EXISTS other_numbers (id int PRIMARY KEY)");
    assertSqlState(() -> first.run("DROP TABLE numbers"), "0A000");
    first.rollback();
  }

  @Test
  void aLongQueryOfATransactionDoesNotKeepAnotherOneFromItsRows() throws Exception {
    try (Client alone = Client.of(simulator);
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      first.run("UPDATE numbers SET value = 11 WHERE id = 1");
      Future<List<String>> slow =
          thread.submit(() -> first.rows("SELECT value, pg_sleep(3) FROM numbers WHERE id = 1"));
      awaitActivity(alone, "pg_sleep");
      assertThat(alone.run("UPDATE numbers SET value = 12 WHERE id = 1")).isEqualTo(1);
      assertThat(second.run("UPDATE numbers SET value = 22 WHERE id = 2")).isEqualTo(1);
      second.commit();
      assertThat(slow.isDone()).isFalse();
      assertThat(slow.get(30, TimeUnit.SECONDS)).hasSize(1);
      assertConflict(first::commit);
    }
  }

  @Test
  void whatAFunctionOfAQueryWritesConflictsToo() throws SQLException {
    try (Client alone = Client.of(simulator)) {
      alone.run(
          "CREATE OR REPLACE FUNCTION set_value(number int, value int) RETURNS int LANGUAGE sql AS"
              + " 'UPDATE numbers SET value = $2 WHERE id = $1 RETURNING id'");
      first.rows("SELECT set_value(1, 11)");
      second.run("UPDATE numbers SET value = 12 WHERE id = 1");
      first.commit();
      assertConflict(second::commit);
      second.run("UPDATE numbers SET value = 22 WHERE id = 2");
      alone.rows("SELECT set_value(2, 21)");
      assertConflict(second::commit);
      assertThat(alone.rows("SELECT value FROM numbers ORDER BY id"))
          .containsExactly("11", "21", "30");
    }
  }

  @Test
  void anOpenDefinitionKeepsNobodyFromTheTable() throws SQLException {
    second.run("ALTER TABLE numbers ADD COLUMN more text");
    assertThat(first.rows("SELECT * FROM numbers WHERE id = 1")).containsExactly("1,10");
    try (Client alone = Client.of(simulator)) {
      assertThat(alone.run("UPDATE numbers SET value = 12 WHERE id = 1")).isEqualTo(1);
      assertThat(alone.rows("SELECT * FROM numbers WHERE id = 1")).containsExactly("1,12");
    }
    second.commit();
    first.rollback();
    assertThat(first.rows("SELECT id, more FROM numbers WHERE id = 1")).containsExactly("1,null");
  }

  private static void awaitActivity(Client client, String text) throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    String query =
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%"
            + text
            + "%' AND pid <> pg_backend_pid()";
    while (client.rows(query).getFirst().equals("0") && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
  }
}
