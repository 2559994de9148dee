// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.dsql.simulator.junit.DsqlSimulatorExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The limits of rows, sizes, age and messages, some of them lowered. */
final class LimitsTest {

  @RegisterExtension
  static final DsqlSimulatorExtension EXTENSION =
      new DsqlSimulatorExtension(
          builder ->
              builder.limits(
                  SimulatorLimits.ofService()
                      .withTransactionAge(Duration.ofSeconds(2))
                      .withMessageBytes(4 << 20)));

  private DsqlSimulator simulator;

  @BeforeEach
  void createTables(DsqlSimulator running) throws SQLException {
    simulator = running;
    try (Client client = Client.of(simulator)) {
      client.run("DROP TABLE IF EXISTS small_ones");
      client.run("DROP TABLE IF EXISTS large_ones");
      client.run(
          "CREATE TABLE large_ones (id text PRIMARY KEY, data bytea, more bytea, note text)");
      client.run(
          "CREATE TABLE small_ones (id int PRIMARY KEY, parent text REFERENCES large_ones ON DELETE"
              + " CASCADE)");
    }
  }

  @Test
  void aTransactionWritesThreeThousandRowsAndNotOneMore() throws SQLException {
    try (Client client = Client.of(simulator).begin()) {
      client.run("INSERT INTO small_ones SELECT id FROM generate_series(1, 3000) AS id");
      client.commit();
      client.run("UPDATE small_ones SET parent = NULL WHERE id <= 2999");
      client.run("DELETE FROM small_ones WHERE id = 1");
      assertLimit(
          () -> client.run("DELETE FROM small_ones WHERE id = 2"),
          "transaction row limit exceeded");
      client.rollback();
      assertThat(client.rows("SELECT count(*) FROM small_ones")).containsExactly("3000");
    }
  }

  @Test
  void rowsThatACascadeDeletesCount() throws SQLException {
    try (Client client = Client.of(simulator)) {
      client.run("INSERT INTO large_ones VALUES ('parent')");
      client.run("INSERT INTO small_ones SELECT id, 'parent' FROM generate_series(1, 3000) AS id");
      assertLimit(() -> client.run("DELETE FROM large_ones"), "transaction row limit exceeded");
      client.run("DELETE FROM small_ones WHERE id = 1");
      assertThat(client.run("DELETE FROM large_ones")).isEqualTo(1);
    }
  }

  @Test
  void aTransactionOfMoreThanTenMebibytesFailsAtCommit() throws SQLException {
    try (Client client = Client.of(simulator).begin()) {
      for (int row = 0; row < 9; row++) {
        client.run("INSERT INTO large_ones VALUES (?, ?)", "row " + row, random(1 << 20));
      }
      client.commit();
      for (int row = 10; row < 21; row++) {
        client.run("INSERT INTO large_ones VALUES (?, ?)", "row " + row, random(1 << 20));
      }
      assertLimit(client::commit, "transaction size limit 10mb exceeded");
      assertThat(client.rows("SELECT count(*) FROM large_ones")).containsExactly("9");
    }
  }

  @Test
  void aValueHasUpToOneMebibyteAndARowUpToTwo() throws SQLException {
    try (Client client = Client.of(simulator)) {
      client.run("INSERT INTO large_ones VALUES ('most', ?)", random(1 << 20));
      assertLimit(
          () -> client.run("INSERT INTO large_ones VALUES ('more', ?)", random((1 << 20) + 1)),
          "datatype limit greater than 1048576 bytes not supported for bytea");
      assertLimit(
          () ->
              client.run(
                  "INSERT INTO large_ones VALUES ('two', ?, ?)", random(1 << 20), random(1 << 20)),
          "maximum row size exceeded");
      assertThat(
              client.run(
                  "INSERT INTO large_ones VALUES ('text', NULL, NULL, repeat('a', 5000000))"))
          .isEqualTo(1);
    }
  }

  @Test
  void aKeyHasALimitToo() throws SQLException {
    try (Client client = Client.of(simulator)) {
      client.run("INSERT INTO large_ones VALUES (?)", "k".repeat(1_900));
      assertLimit(
          () -> client.run("INSERT INTO large_ones VALUES (?)", "k".repeat(2_100)),
          "key size too large");
    }
  }

  @Test
  void anOldTransactionFailsAtItsNextStatementAndAtCommit() throws Exception {
    try (Client client = Client.of(simulator).begin()) {
      client.rows("SELECT 1");
      Thread.sleep(2_100);
      assertLimit(() -> client.rows("SELECT 1"), "transaction age limit of 300s exceeded");
      client.rollback();
      client.run("INSERT INTO large_ones VALUES ('old')");
      Thread.sleep(2_100);
      assertLimit(client::commit, "transaction age limit of 300s exceeded");
    }
  }

  @Test
  void aMessageThatIsTooLongEndsTheConnection() throws SQLException {
    try (Client client = Client.of(simulator)) {
      assertThatThrownBy(
              () -> client.run("INSERT INTO large_ones VALUES ('long', ?)", random(5 << 20)))
          .isInstanceOfSatisfying(
              SQLException.class, failed -> assertThat(failed.getSQLState()).startsWith("08"));
    }
  }

  @Test
  void connectionsHaveANumberALifeAndARate() throws Exception {
    SimulatorLimits few =
        SimulatorLimits.ofService()
            .withConnections(1, 0, 3)
            .withConnectionLife(Duration.ofSeconds(3));
    try (DsqlSimulator limited = DsqlSimulator.builder().limits(few).start()) {
      try (Client first = Client.of(limited)) {
        assertRefusal(limited, "Unable to accept connection, too many open connections.", "53300");
        awaitEnd(first);
      }
      awaitPlace(limited).close();
      awaitPlace(limited).close();
      assertRefusal(limited, "Unable to accept connection, rate exceeded.", "53400");
    }
  }

  private static void awaitEnd(Client client) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < deadline) {
      try {
        client.rows("SELECT 1");
      } catch (SQLException ended) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("the connection lives on");
  }

  /** Connects once the server has noticed that the connection before has ended. */
  private static Client awaitPlace(DsqlSimulator limited)
      throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      try {
        return Client.of(limited);
      } catch (SQLException full) {
        if (!"53300".equals(full.getSQLState()) || System.nanoTime() > deadline) {
          throw full;
        }
        Thread.sleep(20);
      }
    }
  }

  private static void assertRefusal(DsqlSimulator limited, String message, String sqlState) {
    assertThatThrownBy(() -> Client.of(limited))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(message)
        .extracting(failed -> ((SQLException) failed).getSQLState())
        .isEqualTo(sqlState);
  }

  private static void assertLimit(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(message)
        .extracting(failed -> ((SQLException) failed).getSQLState())
        .isEqualTo("54000");
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
