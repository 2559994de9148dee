// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DoubleValue;
import io.temporal.api.taskqueue.v1.TaskQueueMetadata;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DispatchRateTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void take_withoutALimitNeverWaits() {
    DispatchRate rate = new DispatchRate(System::nanoTime);

    assertThat(rate.isLimited()).isFalse();
    assertThat(rate.take()).isZero();
  }

  @Test
  void take_zeroLetsNothingThrough() {
    AtomicLong now = new AtomicLong();
    DispatchRate rate = new DispatchRate(now::get);
    rate.limit(0);

    now.addAndGet(1_000 * SECOND);

    assertThat(rate.take()).isPositive();
  }

  @Property
  void take_neverExceedsTheRateAndNeverStarves(
      @ForAll @DoubleRange(min = 0.01, max = 2_000) double perSecond,
      @ForAll @Size(max = 200) List<@IntRange(max = 2_000_000_000) Integer> pauses) {
    AtomicLong now = new AtomicLong();
    DispatchRate rate = new DispatchRate(now::get);
    rate.limit(perSecond);
    long taken = 0;

    for (int pause : pauses) {
      now.addAndGet(pause);
      long wait = rate.take();
      if (wait > 0) {
        now.addAndGet(wait);
        assertThat(rate.take()).as("the turn that was promised").isZero();
      }
      taken++;
      double seconds = (double) now.get() / SECOND;
      assertThat((double) taken)
          .isLessThanOrEqualTo(Math.max(1, Math.floor(perSecond)) + perSecond * seconds + 0.001);
    }
  }

  @Test
  void poll_getsATaskOnlyInItsTurn() {
    try (MatchingFixture fixture = new MatchingFixture()) {
      for (String workflow : List.of("a", "b", "c")) {
        fixture.addActivity(fixture.matching, workflow);
      }
      long begin = System.nanoTime();

      assertThat(poll(fixture, LONG, "1", 2)).isEqualTo("a");
      assertThat(poll(fixture, LONG, "2", 2)).isEqualTo("b");
      assertThat(System.nanoTime() - begin).isLessThan(SECOND * 10);
      long third = System.nanoTime();
      assertThat(poll(fixture, LONG, "3", 2)).isEqualTo("c");

      assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(SECOND / 2);
      assertThat(System.nanoTime() - third).isLessThan(SECOND * 10);
    }
  }

  @Test
  void poll_thatEndsBeforeItsTurnLeavesTheTaskToOthers() {
    try (MatchingFixture fixture = new MatchingFixture()) {
      fixture.addActivity(fixture.matching, "a");

      assertThat(poll(fixture, Duration.ofMillis(200), "1", 0)).isEmpty();

      assertThat(poll(fixture, LONG, "2", 100)).isEqualTo("a");
    }
  }

  @Test
  void close_endsAPollThatWaitsForItsTurn() throws Exception {
    MatchingFixture fixture = new MatchingFixture();
    CompletableFuture<String> polled;
    try (fixture) {
      fixture.addActivity(fixture.matching, "a");
      polled =
          CompletableFuture.supplyAsync(
              () -> poll(fixture, Duration.ofMinutes(10), "1", 0), fixture.threads);
      Await.until("the poll waits for its turn", () -> fixture.parkedPolls() == 1);
    }

    assertThat(polled.get(10, TimeUnit.SECONDS)).isEmpty();
  }

  private static String poll(
      MatchingFixture fixture, Duration wait, String pollerId, double perSecond) {
    return fixture
        .matching
        .pollActivityTaskQueue(
            fixture.activityPoll(wait, pollerId).toBuilder()
                .setRequest(
                    fixture.activityPoll(wait, pollerId).getRequest().toBuilder()
                        .setTaskQueueMetadata(
                            TaskQueueMetadata.newBuilder()
                                .setMaxTasksPerSecond(DoubleValue.of(perSecond))))
                .build())
        .getResponse()
        .getWorkflowExecution()
        .getWorkflowId();
  }
}
