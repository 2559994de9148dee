// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.spi.error.Unavailable;
import dev.fencepost.spi.fence.ShardFence;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class StripesTest {

  private static final ShardFence FENCE = new ShardFence(1, 1);
  private static final StripeCounts TWO = new StripeCounts(2, 1);

  @Test
  void writesInFlightOfOneFenceHaveDifferentStripes() {
    Stripes stripes = new Stripes(TWO, Duration.ofSeconds(20));
    try (Stripes.Stripe first = stripes.take(FENCE);
        Stripes.Stripe second = stripes.take(new ShardFence(1, 2))) {
      assertThat(first.number()).isNotEqualTo(second.number()).isBetween(0, 1);
      assertThat(second.number()).isBetween(0, 1);
    }
  }

  @Test
  void whoFindsNoneWaitsForTheFirstThatIsGivenBack() throws Exception {
    Stripes stripes = new Stripes(TWO, Duration.ofSeconds(20));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Stripes.Stripe kept = stripes.take(FENCE)) {
      Future<Integer> waiting;
      int given;
      try (Stripes.Stripe released = stripes.take(FENCE)) {
        given = released.number();
        waiting = threads.submit(() -> takeAndGiveBack(stripes));
        assertThat(waiting.isDone()).isFalse();
      }
      assertThat(waiting.get()).isEqualTo(given).isNotEqualTo(kept.number());
    }
  }

  @Test
  void whoWaitsInVainIsToldSo() {
    Stripes stripes = new Stripes(new StripeCounts(1, 1), Duration.ofMillis(20));
    try (Stripes.Stripe kept = stripes.take(FENCE)) {
      assertThat(kept.number()).isZero();
      assertThatThrownBy(() -> stripes.take(FENCE)).isInstanceOf(Unavailable.class);
    }
  }

  @Test
  void fencesWithoutWritesInFlightAreForgotten() {
    Stripes stripes = new Stripes(TWO, Duration.ofSeconds(20));
    try (Stripes.Stripe first = stripes.take(FENCE);
        Stripes.Stripe other = stripes.take(new ShardFence(2, 1))) {
      assertThat(first.number()).isNotNegative();
      assertThat(other.number()).isNotNegative();
      assertThat(stripes.fences()).isEqualTo(2);
    }
    assertThat(stripes.fences()).isZero();
  }

  private static int takeAndGiveBack(Stripes stripes) {
    try (Stripes.Stripe taken = stripes.take(FENCE)) {
      return taken.number();
    }
  }
}
