// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.Persistence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Conditional updates are atomic: of several that expect one token at once exactly one succeeds,
 * the others are told the winner's token, and nothing of a loser can be seen.
 */
public abstract class CompareAndSetProperties {

  /** The properties of a backend. */
  protected CompareAndSetProperties() {}

  /** The backend's stores, the same at every call; room for eight calls at once. */
  protected abstract Persistence stores();

  @Property(tries = 60, generation = GenerationMode.RANDOMIZED, edgeCases = EdgeCasesMode.NONE)
  final void ofSeveralThatExpectOneTokenExactlyOneSucceeds(
      @ForAll CompareAndSet kind, @ForAll @IntRange(min = 2, max = 8) int contenders)
      throws InterruptedException {
    CompareAndSet.Contest contest = kind.prepare(stores());
    CyclicBarrier start = new CyclicBarrier(contenders);
    List<String> winners = new ArrayList<>();
    List<Throwable> losses = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> calls = new ArrayList<>();
      for (int contender = 0; contender < contenders; contender++) {
        String name = "contender " + contender;
        calls.add(
            threads.submit(
                () -> {
                  start.await();
                  contest.call().accept(name);
                  return name;
                }));
      }
      for (Future<String> call : calls) {
        try {
          winners.add(call.get());
        } catch (ExecutionException lost) {
          losses.add(lost.getCause() == null ? lost : lost.getCause());
        }
      }
    }
    assertThat(winners).as("losses: %s", losses).hasSize(1);
    long stored = contest.token().getAsLong();
    assertThat(stored).isEqualTo(contest.expected() + 1);
    assertThat(losses).allSatisfy(loss -> assertThat(CompareAndSet.actual(loss)).contains(stored));
    String visible = contest.winner().get();
    assertThat(visible).isIn(winners.getFirst(), "");
  }
}
