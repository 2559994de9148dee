// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.dsql.simulator.DsqlSimulator;
import dev.fencepost.dsql.simulator.LoggedStatement;
import dev.fencepost.dsql.simulator.TransportSecurity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two engine processes on one simulator of Aurora DSQL, which refuses nothing they send. */
@Tag("processes")
final class DsqlTakeOverTest {

  private static final Duration TAKE_OVER_LIMIT = Duration.ofSeconds(10);

  @TempDir Path folder;
  private DsqlSimulator simulator;

  @BeforeEach
  void startSimulator() throws IOException {
    simulator =
        DsqlSimulator.builder()
            .security(TransportSecurity.PLAINTEXT)
            .dataFolder(folder.resolve("database"))
            .start();
  }

  @AfterEach
  void stopSimulator() throws IOException {
    List<LoggedStatement> refused = simulator.statementLog().refused();
    simulator.close();
    assertThat(refused).isEmpty();
  }

  @Test
  void theShardsOfAKilledEngineAreServedByTheOtherAndEveryWorkflowEnds() throws Exception {
    try (TwoEngines engines = TwoEngines.start(folder, "dsql", access())) {
      long fault = System.nanoTime();
      engines.first().kill();
      engines.tellTheRestToGoOn();
      engines.awaitAllToldToGoOn();

      assertThat(since(fault)).isLessThan(TAKE_OVER_LIMIT);
      engines.awaitAllEnded();
      assertThat(engines.audit().violations()).isEmpty();
      assertThat(engines.view().shardsOfFirst()).isEmpty();
    }
  }

  @Test
  void writesOfAFrozenEngineThatReachTheDatabaseAfterItsReplacementChangeNothing()
      throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    AtomicInteger held = new AtomicInteger();
    try (TwoEngines engines = TwoEngines.start(folder, "dsql", access())) {
      DatabaseView view = engines.view();
      String first = "fencepost engine " + engines.first().processId();
      simulator
          .faults()
          .gate(
              boundary -> {
                if (boundary.applicationName().equals(first)
                    && boundary.sql().contains("shard_fences")) {
                  held.incrementAndGet();
                  released.await();
                }
              });
      engines.tellTheRestToGoOn();
      await(() -> held.get() > 0);
      long fault = System.nanoTime();
      engines.first().signal("STOP");
      await(engines::firstIsStopped);
      await(() -> view.shardsOfFirst().isEmpty());
      engines.awaitAllToldToGoOn();

      assertThat(since(fault)).isLessThan(TAKE_OVER_LIMIT);
      engines.awaitAllEnded();
      List<String> before = view.runs();
      released.countDown();
      engines.first().signal("CONT");
      await(view::firstIsAlive);
      await(() -> !view.shardsOfFirst().isEmpty());
      assertThat(view.runs()).isEqualTo(before);
      assertThat(engines.audit().violations()).isEmpty();
    } finally {
      released.countDown();
    }
  }

  private Map<String, String> access() {
    return Map.of("url", simulator.url(), "user", "admin", "password", "any");
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
