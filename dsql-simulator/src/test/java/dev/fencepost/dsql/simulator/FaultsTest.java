// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

import static dev.fencepost.dsql.simulator.Failures.assertConflict;
import static dev.fencepost.dsql.simulator.Failures.assertSqlState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.fencepost.dsql.simulator.junit.DsqlSimulatorExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Faults on demand, the gate, and the log of statements. */
@ExtendWith(DsqlSimulatorExtension.class)
final class FaultsTest {

  private static final String LOST = "08006";

  private final DsqlSimulator simulator;

  FaultsTest(DsqlSimulator simulator) {
    this.simulator = simulator;
  }

  @BeforeEach
  void createTable() throws SQLException {
    try (Client client = Client.of(simulator)) {
      client.run("DROP TABLE IF EXISTS notes");
      client.run("CREATE TABLE notes (id int PRIMARY KEY)");
    }
  }

  @Test
  void theCommitThatIsToFailFailsAndNoOther() throws SQLException {
    try (Client client = Client.of(simulator)) {
      simulator.faults().failCommit(2);
      client.run("INSERT INTO notes VALUES (1)");
      assertConflict(() -> client.run("INSERT INTO notes VALUES (2)"));
      client.run("INSERT INTO notes VALUES (2)");
      assertThat(client.rows("SELECT id FROM notes ORDER BY id")).containsExactly("1", "2");
    }
  }

  @Test
  void aCommitOfABlockFailsToo() throws SQLException {
    try (Client client = Client.of(simulator).begin()) {
      simulator.faults().failCommit(1);
      client.run("INSERT INTO notes VALUES (1)");
      assertConflict(client::commit);
      assertThat(client.rows("SELECT id FROM notes")).isEmpty();
    }
  }

  @Test
  void withProbabilityOneEveryCommitFails() throws SQLException {
    try (Client client = Client.of(simulator)) {
      simulator.faults().failCommits(1);
      for (int each = 0; each < 5; each++) {
        assertConflict(() -> client.run("INSERT INTO notes VALUES (1)"));
      }
      simulator.faults().clear();
      client.run("INSERT INTO notes VALUES (1)");
    }
  }

  @Test
  void aConnectionCutBeforeCommitLeavesNothing() throws SQLException {
    simulator.faults().cutCommit(1, CommitCut.BEFORE);
    try (Client client = Client.of(simulator)) {
      assertSqlState(() -> client.run("INSERT INTO notes VALUES (1)"), LOST);
    }
    try (Client client = Client.of(simulator)) {
      assertThat(client.rows("SELECT id FROM notes")).isEmpty();
    }
  }

  @Test
  void aConnectionCutAfterCommitLeavesEverything() throws SQLException {
    simulator.faults().cutCommit(1, CommitCut.AFTER);
    try (Client client = Client.of(simulator).begin()) {
      client.run("INSERT INTO notes VALUES (1)");
      assertSqlState(client::commit, LOST);
    }
    try (Client client = Client.of(simulator)) {
      assertThat(client.rows("SELECT id FROM notes")).containsExactly("1");
    }
  }

  @Test
  void aConnectionCutWhileCommitIsSentCommitsLater_unlessSomebodyElseHasWon() throws Exception {
    simulator.faults().lateCommits(Duration.ofMillis(300));
    simulator.faults().cutCommit(1, CommitCut.WHILE);
    simulator.faults().cutCommit(2, CommitCut.WHILE);
    try (Client first = Client.of(simulator);
        Client second = Client.of(simulator);
        Client third = Client.of(simulator)) {
      assertSqlState(() -> first.run("INSERT INTO notes VALUES (1)"), LOST);
      assertThat(third.rows("SELECT id FROM notes")).isEmpty();
      assertSqlState(() -> second.run("INSERT INTO notes VALUES (2)"), LOST);
      // The orphan of the second holds the key; who commits first wins.
      third.run("INSERT INTO notes VALUES (2)");
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      List<String> found = third.rows("SELECT id FROM notes ORDER BY id");
      while (found.size() < 2 && System.nanoTime() < deadline) {
        found = third.rows("SELECT id FROM notes ORDER BY id");
      }
      assertThat(found).containsExactly("1", "2");
    }
  }

  @Test
  void aProcedurePlansFaultsAsTheLibraryDoes() throws SQLException {
    try (Client client = Client.of(simulator)) {
      client.simple("CALL sys.simulator_fault('fail-commit', '1')");
      assertConflict(() -> client.run("INSERT INTO notes VALUES (1)"));
      client.simple("CALL sys.simulator_fault('fail-commits', '1')");
      client.simple("CALL sys.simulator_fault('clear')");
      client.run("INSERT INTO notes VALUES (1)");
      assertSqlState(() -> client.simple("CALL sys.simulator_fault('nonsense', '1')"), "22023");
    }
  }

  @Test
  void aGateHoldsASessionBeforeEachOfItsStatementsAndNoOther() throws Exception {
    BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    CountDownLatch open = new CountDownLatch(1);
    try (Client held = Client.of(simulator.url() + "&ApplicationName=held");
        Client other = Client.of(simulator);
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      simulator
          .faults()
          .gate(
              boundary -> {
                if (boundary.applicationName().equals("held")) {
                  arrived.add(boundary.sql());
                  open.await();
                }
              });
      Future<Integer> insert = thread.submit(() -> held.run("INSERT INTO notes VALUES (1)"));
      assertThat(arrived.poll(10, TimeUnit.SECONDS)).isEqualTo("INSERT INTO notes VALUES (1)");
      other.run("INSERT INTO notes VALUES (2)");
      assertThat(insert.isDone()).isFalse();
      open.countDown();
      assertThat(insert.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void theLogHasEveryStatementWithItsAnswer() throws SQLException {
    simulator.statementLog().clear();
    try (Client client = Client.of(simulator)) {
      client.run("INSERT INTO notes VALUES (1)");
      assertSqlState(() -> client.run("INSERT INTO notes VALUES (1)"), "23505");
      assertThatThrownBy(() -> client.simple("TRUNCATE notes")).isInstanceOf(SQLException.class);
    }
    assertThat(simulator.statementLog().statements())
        .extracting(LoggedStatement::sql, LoggedStatement::answer)
        .contains(
            tuple("INSERT INTO notes VALUES (1)", "INSERT 0 1"),
            tuple("TRUNCATE notes", "unsupported statement: Truncate"));
    assertThat(simulator.statementLog().refused())
        .extracting(LoggedStatement::sql)
        .containsExactly("TRUNCATE notes");
  }
}
