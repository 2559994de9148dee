// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.engine.embedded.EmbeddedDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two engine processes on one PostgreSQL, of which one stops serving in the middle of its work. */
@Tag("processes")
final class TakeOverTest {

  private static final Duration TAKE_OVER_LIMIT = Duration.ofSeconds(10);

  @TempDir Path folder;
  private EmbeddedDatabase database;

  @BeforeEach
  void startDatabase() {
    database = EmbeddedDatabase.start(folder.resolve("database"), line -> {});
  }

  @AfterEach
  void stopDatabase() {
    database.close();
  }

  @Test
  void theShardsOfAKilledEngineAreServedByTheOtherAndEveryWorkflowEnds() throws Exception {
    try (TwoEngines engines = TwoEngines.start(folder, "postgres", database.settings())) {
      long fault = System.nanoTime();
      engines.first().kill();
      engines.tellTheRestToGoOn();
      engines.awaitAllToldToGoOn();

      assertThat(since(fault)).isLessThan(TAKE_OVER_LIMIT);
      engines.awaitAllEnded();
      assertThat(engines.audit().violations()).isEmpty();
      assertThat(engines.view().shardsOfFirst()).isEmpty();
      report("killed", engines, fault);
    }
  }

  @Test
  void anEngineFrozenInsideATransactionIsReplacedAndThawedWritesNothing() throws Exception {
    try (TwoEngines engines = TwoEngines.start(folder, "postgres", database.settings())) {
      DatabaseView view = engines.view();
      List<Integer> shards = view.shardsOfFirst();
      long fault;
      try (Connection blocker = view.connect()) {
        DatabaseView.lockRuns(blocker, shards);
        engines.tellTheRestToGoOn();
        await(() -> view.waitingStatements(engines.first().processId()) > 0);
        fault = System.nanoTime();
        engines.first().signal("STOP");
        await(engines::firstIsStopped);
        assertThat(view.openFencedTransactions(engines.first().processId())).isPositive();
        await(() -> view.shardsOfFirst().isEmpty());
        blocker.rollback();
      }
      engines.awaitAllToldToGoOn();

      assertThat(since(fault)).isLessThan(TAKE_OVER_LIMIT);
      engines.awaitAllEnded();
      assertThat(engines.audit().violations()).isEmpty();
      List<String> before = view.runs();
      engines.first().signal("CONT");
      await(view::firstIsAlive);
      await(() -> !view.shardsOfFirst().isEmpty());
      assertThat(view.runs()).isEqualTo(before);
      report("frozen", engines, fault);
    }
  }

  @Test
  void anEngineWhoseDatabaseIsABlackHoleIsReplacedAndWritesNothingAfterwards() throws Exception {
    try (TwoEngines engines = TwoEngines.start(folder, "postgres", database.settings())) {
      DatabaseView view = engines.view();
      long fault = System.nanoTime();
      engines.proxy().freeze();
      engines.tellTheRestToGoOn();
      engines.awaitAllToldToGoOn();

      assertThat(since(fault)).isLessThan(TAKE_OVER_LIMIT);
      engines.awaitAllEnded();
      assertThat(engines.audit().violations()).isEmpty();
      assertThat(engines.healthOfFirst()).contains("NO_HEARTBEAT");
      List<String> before = view.runs();
      engines.proxy().thaw();
      await(view::firstIsAlive);
      await(() -> !view.shardsOfFirst().isEmpty());
      assertThat(view.runs()).isEqualTo(before);
      report("black hole", engines, fault);
    }
  }

  private static void report(String fault, TwoEngines engines, long begin) {
    System.out.println(
        fault
            + ": "
            + engines.failedCalls()
            + " calls failed meanwhile, everything ended after "
            + since(begin).toMillis()
            + " ms");
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("the condition is met in time").isLessThan(deadline);
      Thread.sleep(10);
    }
  }
}
