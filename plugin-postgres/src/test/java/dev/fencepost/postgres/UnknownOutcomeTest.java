// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.error.OutcomeUnknown;
import dev.fencepost.spi.metric.PersistenceMetric;
import dev.fencepost.spi.shard.Shard;
import dev.fencepost.testkit.fault.Fault;
import dev.fencepost.testkit.fault.FaultProxy;
import dev.fencepost.testkit.fault.Framing;
import dev.fencepost.testkit.fault.MessageCondition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that is lost at a write leaves no doubt whether the write has happened. */
class UnknownOutcomeTest {

  private static final TestDatabase DATABASE = new TestDatabase();
  private static final AtomicInteger LAST_SHARD = new AtomicInteger();
  private static final Persistence DIRECT = openDirect();

  private static Persistence openDirect() {
    DATABASE.empty();
    return DATABASE.open();
  }

  @AfterAll
  static void close() {
    DIRECT.close();
  }

  /** Writes of every kind of mark, with the text that is only in their statement. */
  enum Marked {
    UPDATE("\"executions\"") {
      @Override
      void run(Scene scene) {
        scene.update();
      }
    },
    SET("\"changed\"") {
      @Override
      void run(Scene scene) {
        scene.set();
      }
    },
    CREATE("\"created\"") {
      @Override
      void run(Scene scene) {
        scene.createBeside();
      }
    },
    ADD_TASKS("\"immediate_tasks\"") {
      @Override
      void run(Scene scene) {
        scene.addTask();
      }
    };

    private final String statement;

    Marked(String statement) {
      this.statement = statement;
    }

    abstract void run(Scene scene);
  }

  @ParameterizedTest
  @EnumSource
  void cutBeforeTheServerGetsItTheWriteIsDoneOnce(Marked write) throws Exception {
    assertDoneOnce(write, Fault.CUT_BEFORE_FORWARDING, "not_committed");
  }

  @ParameterizedTest
  @EnumSource
  void cutAfterTheServerHasDoneItTheWriteIsNotRepeated(Marked write) throws Exception {
    assertDoneOnce(write, Fault.CUT_BEFORE_REPLY, "committed");
  }

  private static void assertDoneOnce(Marked write, Fault fault, String resolution)
      throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Scene direct = Scene.create(DIRECT, LAST_SHARD.incrementAndGet());
    try (FaultProxy proxy = proxy();
        Persistence stores = through(proxy, meters, Map.of("pool-size", "1"))) {
      proxy.arm(fault, MessageCondition.executing(write.statement));
      write.run(direct.through(stores));
      assertThat(direct.tasks()).isEqualTo(1);
      assertThat(direct.recordVersion()).isLessThanOrEqualTo(2);
      assertThat(resolved(meters, resolution)).isEqualTo(1);
    }
  }

  @Test
  void anAcquisitionWhoseCommitIsCutIsFoundOut() throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Scene direct = Scene.create(DIRECT, LAST_SHARD.incrementAndGet());
    try (FaultProxy proxy = proxy();
        Persistence stores = through(proxy, meters, Map.of())) {
      proxy.arm(Fault.CUT_BEFORE_REPLY, MessageCondition.executing("COMMIT"));
      Shard acquired = stores.shards().acquire(Scene.takeOver(direct.fence()));
      assertThat(acquired.rangeId()).isEqualTo(direct.fence().rangeId() + 1);
      assertThat(DIRECT.shards().read(direct.fence().shardId())).isEqualTo(acquired);
      assertThat(resolved(meters, "committed")).isEqualTo(1);
    }
  }

  /**
   * The server process waits for a row, outlives its client and would commit when it gets the row.
   */
  @Test
  void item7_aServerProcessThatWouldStillCommitIsEndedFirst() throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Scene direct = Scene.create(DIRECT, LAST_SHARD.incrementAndGet());
    try (FaultProxy proxy = proxy();
        Persistence stores =
            through(proxy, meters, Map.of("pool-size", "1", "client-check-interval", "10m"));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection stopping = DATABASE.connect();
        Statement statement = stopping.createStatement()) {
      stopping.setAutoCommit(false);
      statement.execute(
          "SELECT FROM fencepost.executions WHERE shard_id = "
              + direct.fence().shardId()
              + " FOR UPDATE");
      Future<?> written = threads.submit(() -> direct.through(stores).update());
      Waiting.untilSessionsWaitForLocks(DATABASE, 1);
      int orphan = waitingProcess();
      proxy.cutAll();
      Waiting.until(() -> resolved(meters, "not_committed") == 1);
      assertThat(isAlive(orphan)).isFalse();
      stopping.rollback();
      written.get();
      assertThat(direct.recordVersion()).isEqualTo(2);
      assertThat(direct.tasks()).isEqualTo(1);
    }
  }

  @Test
  void whenTheDatabaseStaysAwayTheOutcomeIsUnknown() throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Scene direct = Scene.create(DIRECT, LAST_SHARD.incrementAndGet());
    FaultProxy proxy = proxy();
    try (Persistence stores =
            through(proxy, meters, Map.of("outcome-resolution-time", "500ms", "pool-size", "1"));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection stopping = DATABASE.connect();
        Statement statement = stopping.createStatement()) {
      stopping.setAutoCommit(false);
      statement.execute(
          "SELECT FROM fencepost.executions WHERE shard_id = "
              + direct.fence().shardId()
              + " FOR UPDATE");
      Future<?> written =
          threads.submit(
              () ->
                  assertThatThrownBy(() -> direct.through(stores).update())
                      .isInstanceOf(OutcomeUnknown.class));
      Waiting.untilSessionsWaitForLocks(DATABASE, 1);
      proxy.close();
      written.get();
      assertThat(resolved(meters, "unknown")).isEqualTo(1);
    }
  }

  private static FaultProxy proxy() throws IOException {
    return FaultProxy.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), TestServer.port()),
        Framing.POSTGRES);
  }

  private static Persistence through(
      FaultProxy proxy, SimpleMeterRegistry meters, Map<String, String> further) {
    Map<String, String> settings = new HashMap<>(further);
    settings.put(
        "url",
        "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + DATABASE.name() + "?sslmode=disable");
    return DATABASE.open(settings, meters);
  }

  private static double resolved(SimpleMeterRegistry meters, String resolution) {
    return meters
        .find(PersistenceMetric.UNKNOWN_OUTCOMES.meterName())
        .tag("resolution", resolution)
        .counters()
        .stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  /** A connection of its own each time: a transaction sees one picture of the activity only. */
  private static int waitingProcess() throws Exception {
    try (Connection connection = DATABASE.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT pid FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND wait_event_type = 'Lock'")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static boolean isAlive(int process) throws Exception {
    try (Connection connection = DATABASE.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT FROM pg_stat_get_activity(" + process + ")")) {
      return row.next();
    }
  }
}
