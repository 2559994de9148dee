// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.dsql.internal.fence.FenceKind;
import dev.fencepost.postgres.internal.strategy.WriteForm;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.metric.PersistenceMetric;
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
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that is lost at a folded write leaves no doubt whether the write has happened. */
class UnknownOutcomeTest {

  private static final RepeatableReadDatabase CAS =
      new RepeatableReadDatabase(FenceKind.CAS, WriteForm.FOLDED);
  private static final RepeatableReadDatabase KEY_SHARE =
      new RepeatableReadDatabase(FenceKind.KEY_SHARE, WriteForm.FOLDED);

  @BeforeAll
  static void setUp() {
    CAS.empty();
    KEY_SHARE.empty();
  }

  @ParameterizedTest
  @EnumSource
  void cutBeforeTheServerGetsItTheWriteIsDoneOnce(MarkedWrite write) throws Exception {
    assertDoneOnce(CAS, write, Fault.CUT_BEFORE_FORWARDING, "not_committed");
    assertDoneOnce(KEY_SHARE, write, Fault.CUT_BEFORE_FORWARDING, "not_committed");
  }

  @ParameterizedTest
  @EnumSource
  void cutAfterTheServerHasDoneItTheWriteIsNotRepeated(MarkedWrite write) throws Exception {
    assertDoneOnce(CAS, write, Fault.CUT_BEFORE_REPLY, "committed");
    assertDoneOnce(KEY_SHARE, write, Fault.CUT_BEFORE_REPLY, "committed");
  }

  /** The server process waits for the run, outlives its client and commits when it gets the run. */
  @Test
  void item7_anAttemptThatCommitsAfterItsConnectionWasLostIsFoundOut() throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (Persistence direct = CAS.open();
        FaultProxy proxy = proxy();
        Persistence stores = CAS.open(proxy.port(), Map.of("pool-size", "1"), meters);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection stopping = CAS.connect();
        Statement statement = stopping.createStatement()) {
      OwnedWorkflow workflow = OwnedWorkflow.create(direct);
      int tasks = workflow.tasks();
      stopping.setAutoCommit(false);
      statement.execute(
          "SELECT FROM fencepost.executions WHERE shard_id = "
              + workflow.fence().shardId()
              + " FOR UPDATE");
      Future<?> written = threads.submit(() -> workflow.through(stores).update(1));
      untilSessionsWait(1);
      proxy.cutAll();
      untilSessionsWait(2);
      stopping.rollback();
      written.get();
      assertThat(workflow.recordVersion()).isEqualTo(2);
      assertThat(workflow.tasks()).isEqualTo(tasks + 1);
      assertThat(resolved(meters, "committed")).isEqualTo(1);
    }
  }

  private static void assertDoneOnce(
      RepeatableReadDatabase database, MarkedWrite write, Fault fault, String resolution)
      throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (Persistence direct = database.open();
        FaultProxy proxy = proxy();
        Persistence stores = database.open(proxy.port(), Map.of("pool-size", "1"), meters)) {
      OwnedWorkflow workflow = OwnedWorkflow.create(direct);
      int tasks = workflow.tasks();
      proxy.arm(fault, MessageCondition.executing("\"fence\""));
      write.run(workflow.through(stores));
      assertThat(workflow.tasks()).isEqualTo(tasks + 1);
      assertThat(workflow.recordVersion()).isLessThanOrEqualTo(2);
      assertThat(resolved(meters, resolution)).isEqualTo(1);
    }
  }

  private static FaultProxy proxy() throws IOException {
    return FaultProxy.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), TestServer.port()),
        Framing.POSTGRES);
  }

  private static void untilSessionsWait(int sessions) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (waitingSessions() < sessions) {
      assertThat(System.nanoTime()).as("nobody waits for a lock").isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  private static int waitingSessions() throws Exception {
    try (Connection connection = TestServer.connect(CAS.name());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND wait_event_type = 'Lock'")) {
      row.next();
      return row.getInt(1);
    }
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
}
