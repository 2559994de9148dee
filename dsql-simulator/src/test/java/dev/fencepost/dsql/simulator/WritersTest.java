// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.dsql.simulator.junit.DsqlSimulatorExtension;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sixteen writers at once. */
@ExtendWith(DsqlSimulatorExtension.class)
final class WritersTest {

  private static final int WRITERS = 16;
  private static final int WRITES = 40;

  private final DsqlSimulator simulator;

  WritersTest(DsqlSimulator simulator) {
    this.simulator = simulator;
  }

  @BeforeEach
  void createTable() throws SQLException {
    try (Client client = Client.of(simulator)) {
      client.run("DROP TABLE IF EXISTS counters");
      client.run("CREATE TABLE counters (id int PRIMARY KEY, value int)");
      client.run("INSERT INTO counters SELECT id, 0 FROM generate_series(0, 15) AS id");
    }
  }

  @Test
  void onRowsOfTheirOwnNoneFails() throws Exception {
    for (int failures : all(writer -> writer, WRITES)) {
      assertThat(failures).isZero();
    }
    assertThat(sum()).isEqualTo(WRITERS * WRITES);
  }

  @Test
  void onOneRowNoIncrementIsLost() throws Exception {
    all(writer -> 0, WRITES);
    assertThat(sum()).isEqualTo(WRITERS * WRITES);
  }

  @Test
  void inTransactionsOverTwoRowsInAnyOrderNoIncrementIsLostAndNothingDeadlocks() throws Exception {
    List<Callable<Integer>> work = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int one = writer % 3;
      int other = (writer + 1) % 3;
      work.add(() -> transfers(one, other));
    }
    run(work);
    assertThat(sum()).isEqualTo(2 * WRITERS * 10);
  }

  private int transfers(int one, int other) throws SQLException {
    int failures = 0;
    try (Client client = Client.of(simulator).begin()) {
      int done = 0;
      while (done < 10) {
        try {
          for (int id : new int[] {one, other}) {
            int value =
                Integer.parseInt(
                    client.rows("SELECT value FROM counters WHERE id = ?", id).getFirst());
            assertThat(client.run("UPDATE counters SET value = ? WHERE id = ?", value + 1, id))
                .isEqualTo(1);
          }
          client.commit();
          done++;
        } catch (SQLException conflict) {
          assertThat(conflict.getSQLState()).isEqualTo("40001");
          client.rollback();
          failures++;
        }
      }
    }
    return failures;
  }

  private interface Row {
    int of(int writer);
  }

  private List<Integer> all(Row row, int writes) throws Exception {
    List<Callable<Integer>> work = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int id = row.of(writer);
      work.add(() -> increments(id, writes));
    }
    return run(work);
  }

  private int increments(int id, int writes) throws SQLException {
    int failures = 0;
    try (Client client = Client.of(simulator)) {
      int done = 0;
      while (done < writes) {
        try {
          assertThat(client.run("UPDATE counters SET value = value + 1 WHERE id = ?", id))
              .isEqualTo(1);
          done++;
        } catch (SQLException conflict) {
          assertThat(conflict.getSQLState()).isEqualTo("40001");
          failures++;
        }
      }
    }
    return failures;
  }

  private static List<Integer> run(List<Callable<Integer>> work) throws Exception {
    List<Integer> failures = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
      for (Future<Integer> each : threads.invokeAll(work)) {
        failures.add(each.get());
      }
    }
    return failures;
  }

  private int sum() throws SQLException {
    try (Client client = Client.of(simulator)) {
      return Integer.parseInt(client.rows("SELECT sum(value) FROM counters").getFirst());
    }
  }
}
