// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

import static dev.fencepost.dsql.simulator.Failures.assertSqlState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.fencepost.dsql.simulator.junit.DsqlSimulatorExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL's protocol as pgjdbc and HikariCP speak it. */
@ExtendWith(DsqlSimulatorExtension.class)
final class ProtocolTest {

  private final DsqlSimulator simulator;

  ProtocolTest(DsqlSimulator simulator) {
    this.simulator = simulator;
  }

  @BeforeEach
  void createTable() throws SQLException {
    try (Client client = Client.of(simulator)) {
      client.run("DROP TABLE IF EXISTS things");
      client.run("CREATE TABLE things (id int PRIMARY KEY, name text, data bytea)");
    }
  }

  @Test
  void aQueryWithParametersAnswersItsRows_inEveryQueryMode() throws SQLException {
    for (String mode :
        List.of("simple", "extended", "extendedForPrepared", "extendedCacheEverything")) {
      try (Client client = Client.of(simulator.url() + "&preferQueryMode=" + mode)) {
        client.run("DELETE FROM things");
        assertThat(client.run("INSERT INTO things VALUES (?, ?), (2, 'two')", 1, "one"))
            .isEqualTo(2);
        assertThat(client.rows("SELECT id, name FROM things WHERE id > ? ORDER BY id", 0))
            .containsExactly("1,one", "2,two");
      }
    }
  }

  @Test
  void aStatementPreparedOnTheServerIsExecutedAgainAndAgain() throws SQLException {
    try (Client client = Client.of(simulator.url() + "&prepareThreshold=1&binaryTransfer=true");
        PreparedStatement insert =
            client.connection().prepareStatement("INSERT INTO things VALUES (?, ?, ?)")) {
      for (int id = 0; id < 20; id++) {
        insert.setInt(1, id);
        insert.setString(2, "name " + id);
        insert.setBytes(3, new byte[] {(byte) id, 0, 1});
        assertThat(insert.executeUpdate()).isEqualTo(1);
      }
      assertThat(client.rows("SELECT count(*), max(id) FROM things")).containsExactly("20,19");
    }
  }

  @Test
  void aBatchAnswersACountForEachOfItsRows() throws SQLException {
    try (Client client = Client.of(simulator);
        PreparedStatement insert =
            client.connection().prepareStatement("INSERT INTO things VALUES (?, ?)")) {
      for (int id = 0; id < 500; id++) {
        insert.setInt(1, id);
        insert.setString(2, "name");
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).hasSize(500).containsOnly(1);
    }
  }

  @Test
  void aBatchOutsideOfABlockIsOneTransaction() throws SQLException {
    try (Client client = Client.of(simulator);
        PreparedStatement insert =
            client.connection().prepareStatement("INSERT INTO things VALUES (?)")) {
      for (int id : new int[] {1, 2, 1}) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      assertThatThrownBy(insert::executeBatch).isInstanceOf(BatchUpdateException.class);
      assertThat(client.rows("SELECT count(*) FROM things")).containsExactly("0");
    }
  }

  @Test
  void severalStatementsOfOnePreparedStatementGoTogether() throws SQLException {
    try (Client client = Client.of(simulator).begin();
        PreparedStatement both =
            client
                .connection()
                .prepareStatement(
                    "INSERT INTO things (id) VALUES (?); UPDATE things SET name = ?; SELECT name"
                        + " FROM things")) {
      both.setInt(1, 7);
      both.setString(2, "seven");
      assertThat(both.execute()).isFalse();
      assertThat(both.getUpdateCount()).isEqualTo(1);
      assertThat(both.getMoreResults()).isFalse();
      assertThat(both.getUpdateCount()).isEqualTo(1);
      assertThat(both.getMoreResults()).isTrue();
      try (ResultSet rows = both.getResultSet()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo("seven");
      }
      client.commit();
    }
  }

  @Test
  void aFetchSizeAnswersAllRowsInPieces() throws SQLException {
    try (Client client = Client.of(simulator).begin();
        PreparedStatement query =
            client.connection().prepareStatement("SELECT generate_series(1, 1000)")) {
      query.setFetchSize(64);
      int rows = 0;
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          rows++;
          assertThat(found.getInt(1)).isEqualTo(rows);
        }
      }
      assertThat(rows).isEqualTo(1000);
    }
  }

  @Test
  void anErrorOutsideOfABlockLeavesTheConnectionUsable() throws SQLException {
    try (Client client = Client.of(simulator)) {
      assertSqlState(() -> client.run("SELECT nothing FROM things"), "42703");
      assertSqlState(() -> client.run("SELEC 1"), "42601");
      assertThat(client.rows("SELECT 1")).containsExactly("1");
    }
  }

  @Test
  void anErrorInABlockAbortsItAndCommitAnswersRollback() throws SQLException {
    try (Client client = Client.of(simulator)) {
      client.simple("BEGIN");
      client.simple("INSERT INTO things VALUES (1)");
      assertSqlState(() -> client.simple("SELECT nothing"), "42703");
      assertSqlState(() -> client.simple("SELECT 1"), "25P02");
      client.simple("COMMIT");
      assertThat(client.rows("SELECT count(*) FROM things")).containsExactly("0");
    }
  }

  @Test
  void aRolledBackTransactionLeavesNothing() throws SQLException {
    try (Client client = Client.of(simulator).begin()) {
      client.run("INSERT INTO things VALUES (1)");
      client.rollback();
      assertThat(client.rows("SELECT count(*) FROM things")).containsExactly("0");
    }
  }

  @Test
  void aLargeValueComesBackAsItWas() throws SQLException {
    byte[] data = new byte[900_000];
    for (int at = 0; at < data.length; at++) {
      data[at] = (byte) (at * 31);
    }
    try (Client client = Client.of(simulator)) {
      client.run("INSERT INTO things VALUES (1, NULL, ?)", (Object) data);
      try (PreparedStatement query =
              client.connection().prepareStatement("SELECT data FROM things");
          ResultSet rows = query.executeQuery()) {
        rows.next();
        assertThat(rows.getBytes(1)).isEqualTo(data);
      }
    }
  }

  @Test
  void tlsIsVerifiedAgainstTheCertificate_negotiatedAndDirect(@TempDir Path folder)
      throws Exception {
    Path certificate = folder.resolve("simulator.crt");
    Files.writeString(certificate, simulator.certificate().orElseThrow());
    String verified =
        simulator.url().replace("sslmode=require", "sslmode=verify-full")
            + "&sslrootcert="
            + certificate;
    for (String url : List.of(verified, verified + "&sslNegotiation=direct")) {
      try (Client client = Client.of(url)) {
        assertThat(client.rows("SELECT current_user, current_schema()"))
            .containsExactly("admin,public");
      }
    }
  }

  @Test
  void aClientWithoutTlsOrOfAnUnknownNameIsDenied() {
    assertSqlState(() -> Client.of(simulator.url().replace("require", "disable")).close(), "28000");
    assertSqlState(
        () -> DriverManager.getConnection(simulator.url(), "nobody", "any").close(), "28000");
  }

  @Test
  void theParametersAreThoseOfTheService() throws SQLException {
    try (Client client = Client.of(simulator)) {
      assertThat(client.rows("SHOW server_version")).containsExactly("16.15");
      assertThat(client.rows("SHOW transaction_isolation")).containsExactly("repeatable read");
      assertThat(client.connection().getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
    }
  }

  @Test
  void aPoolOfTenServesSixteenThreads() throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(simulator.url());
    config.setUsername("admin");
    config.setPassword("any");
    config.setMaximumPoolSize(10);
    config.setAutoCommit(false);
    try (HikariDataSource pool = new HikariDataSource(config);
        ExecutorService threads = Executors.newFixedThreadPool(16)) {
      List<Future<Integer>> counts =
          IntStream.range(0, 16)
              .mapToObj(thread -> threads.submit(() -> insertFifty(pool, thread)))
              .toList();
      for (Future<Integer> count : counts) {
        assertThat(count.get()).isEqualTo(50);
      }
    }
    try (Client client = Client.of(simulator)) {
      assertThat(client.rows("SELECT count(*) FROM things")).containsExactly("800");
    }
  }

  private static int insertFifty(HikariDataSource pool, int thread) throws SQLException {
    int inserted = 0;
    for (int each = 0; each < 50; each++) {
      try (Connection connection = pool.getConnection();
          PreparedStatement insert =
              connection.prepareStatement("INSERT INTO things (id) VALUES (?)")) {
        insert.setInt(1, thread * 1000 + each);
        inserted += insert.executeUpdate();
        connection.commit();
      }
    }
    return inserted;
  }
}
