// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy between the JDBC driver and a real PostgreSQL, at a COMMIT. */
final class PostgresFaultsTest {

  private static EmbeddedPostgres server;

  private FaultProxy proxy;
  private Connection connection;

  @BeforeAll
  static void startServer() throws IOException, SQLException {
    server = EmbeddedPostgres.builder().start();
    try (Connection direct = server.getPostgresDatabase().getConnection();
        Statement statement = direct.createStatement()) {
      statement.execute("CREATE TABLE counter (id int PRIMARY KEY)");
    }
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @BeforeEach
  void connect() throws IOException, SQLException {
    proxy =
        FaultProxy.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()),
            Framing.POSTGRES);
    connection =
        DriverManager.getConnection(
            "jdbc:postgresql://localhost:" + proxy.port() + "/postgres", "postgres", "postgres");
    connection.setAutoCommit(false);
  }

  @AfterEach
  void disconnect() throws SQLException {
    proxy.close();
    connection.close();
  }

  private void insert(int id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO counter VALUES (?)")) {
      statement.setInt(1, id);
      statement.executeUpdate();
    }
  }

  /** So many that the driver prepares the statements on the server and sends their names only. */
  private void insertAndCommitOften(int firstId) throws SQLException {
    for (int id = firstId; id < firstId + 20; id++) {
      insert(id);
      connection.commit();
    }
  }

  private static boolean isStored(int id) throws SQLException {
    try (Connection direct = server.getPostgresDatabase().getConnection();
        PreparedStatement statement =
            direct.prepareStatement("SELECT id FROM counter WHERE id = ?")) {
      statement.setInt(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  @Test
  void cutBeforeForwardingACommit_nothingIsStored() throws Exception {
    insertAndCommitOften(100);
    ArmedFault fault = proxy.arm(Fault.CUT_BEFORE_FORWARDING, MessageCondition.executing("COMMIT"));
    insert(199);
    assertThatThrownBy(() -> connection.commit()).isInstanceOf(SQLException.class);
    assertThat(fault.struck()).isTrue();
    assertThat(isStored(119)).isTrue();
    assertThat(isStored(199)).isFalse();
  }

  @Test
  void cutBeforeTheReplyToACommit_theTransactionIsStored() throws Exception {
    insertAndCommitOften(200);
    ArmedFault fault = proxy.arm(Fault.CUT_BEFORE_REPLY, MessageCondition.executing("COMMIT"));
    insert(299);
    assertThatThrownBy(() -> connection.commit()).isInstanceOf(SQLException.class);
    assertThat(fault.struck()).isTrue();
    assertThat(isStored(299)).isTrue();
  }

  @Test
  void aBlackHoleAtACommit_theDriversTimeoutEndsTheWait() throws Exception {
    connection.setNetworkTimeout(Executors.newVirtualThreadPerTaskExecutor(), 300);
    ArmedFault fault = proxy.arm(Fault.BLACK_HOLE, MessageCondition.executing("COMMIT"));
    insert(399);
    assertThatThrownBy(() -> connection.commit()).isInstanceOf(SQLException.class);
    assertThat(fault.struck()).isTrue();
    assertThat(isStored(399)).isFalse();
  }

  @Test
  void latency_aRoundTripTakesAtLeastBothDelays() throws Exception {
    insert(499);
    proxy.delay(Duration.ofMillis(20), Duration.ofMillis(20));
    long start = System.nanoTime();
    connection.commit();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(40));
  }
}
