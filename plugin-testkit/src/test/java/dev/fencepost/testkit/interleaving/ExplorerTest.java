// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.testkit.interleaving.Schedule.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The explorer on operations that send no real statements. */
final class ExplorerTest {

  private final Explorer explorer = new Explorer(Duration.ofMillis(50));
  private final AtomicInteger register = new AtomicInteger();

  /** Reads, then writes one more: the update that gets lost. */
  private Operation increment(String name) {
    StatementGate gate = Explorer.gate();
    return new Operation(
        name,
        () -> {
          gate.beforeStatement("read");
          int read = register.get();
          gate.beforeStatement("write");
          register.set(read + 1);
          return read;
        });
  }

  private static Schedule advance(int... operations) {
    return new Schedule(Arrays.stream(operations).<Step>mapToObj(Step.Advance::new).toList());
  }

  @Test
  void operationsGoOnInTheOrderOfTheSchedule() throws Exception {
    Exploration exploration =
        explorer.explore(List.of(increment("a"), increment("b")), List.of(), advance(0, 1, 1, 0));
    assertThat(exploration.trace())
        .containsExactly("a: read", "b: read", "b: write", "b returned", "a: write", "a returned");
    assertThat(exploration.endings())
        .containsExactly(new Ending.Returned(0), new Ending.Returned(0));
    assertThat(exploration.overlapped()).isTrue();
    assertThat(register).hasValue(1);
    assertThat(exploration.describe()).contains("operation 0, operation 1", "b: write");
  }

  @Test
  void oneAfterTheOtherDoesNotOverlap() throws Exception {
    Exploration exploration =
        explorer.explore(List.of(increment("a"), increment("b")), List.of(), advance(1, 1, 0, 0));
    assertThat(exploration.overlapped()).isFalse();
    assertThat(register).hasValue(2);
  }

  @Test
  void afterTheLastStepEverybodyIsLetGo() throws Exception {
    Exploration exploration =
        explorer.explore(List.of(increment("a"), increment("b")), List.of(), Schedules.unordered());
    assertThat(exploration.endings()).hasSize(2).allMatch(Ending.Returned.class::isInstance);
  }

  @Test
  void anErrorIsAnEnding() throws Exception {
    IllegalStateException error = new IllegalStateException("broken");
    Exploration exploration =
        explorer.explore(
            List.of(
                new Operation(
                    "a",
                    () -> {
                      throw error;
                    })),
            List.of(),
            advance(0));
    assertThat(exploration.endings()).containsExactly(new Ending.Threw(error));
    assertThat(exploration.trace()).containsExactly("a threw IllegalStateException");
  }

  @Test
  void aBlockerStopsAnOperationInsideAStatementUntilItsRelease() throws Exception {
    Semaphore row = new Semaphore(1);
    Blocker blocker =
        new Blocker() {
          @Override
          public void hold() {
            row.acquireUninterruptibly();
          }

          @Override
          public void release() {
            row.release();
          }
        };
    StatementGate gate = Explorer.gate();
    Operation waiting =
        new Operation(
            "a",
            () -> {
              gate.beforeStatement("lock");
              row.acquire();
              row.release();
              return register.get();
            });
    Schedule schedule =
        new Schedule(
            List.of(
                new Step.Advance(0),
                new Step.Advance(1),
                new Step.Advance(1),
                new Step.Release(0)));
    Exploration exploration =
        explorer.explore(List.of(waiting, increment("b")), List.of(blocker), schedule);
    assertThat(exploration.trace())
        .containsExactly(
            "a: lock", "b: read", "b: write", "b returned", "a blocker lets go", "a returned");
    assertThat(exploration.endings().getFirst()).isEqualTo(new Ending.Returned(1));
    assertThat(exploration.overlapped()).isTrue();
  }

  @Test
  void threadsThatExploreNothingPassTheGate() {
    Explorer.gate().beforeStatement("not explored");
    assertThat(register).hasValue(0);
  }

  @Test
  void statisticsCountWhatWasSeen() throws Exception {
    ExplorationStatistics statistics = new ExplorationStatistics();
    for (Schedule schedule : List.of(advance(0, 1, 1, 0), advance(0, 1, 1, 0), advance(1, 1))) {
      statistics.add(
          explorer.explore(List.of(increment("a"), increment("b")), List.of(), schedule));
    }
    assertThat(statistics)
        .hasToString(
            "3 schedules, 2 distinct interleavings, 2 with two operations in flight at once");
  }
}
