// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.fencepost.spi.error.Unavailable;
import dev.fencepost.spi.metric.PersistenceMetric;
import dev.fencepost.testkit.property.FenceScene.WriteResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Serialization conflicts are repeated, and counted as they happened: with 40001 at generated
 * points the result is that of a run without them, a call has at most the configured attempts, and
 * waits stay within their bound.
 */
public abstract class RetryProperties {

  private static final int LATEST_POINT = 12;

  private int conflicts;

  /** The properties of a backend. */
  protected RetryProperties() {}

  /** The backend, the same at every call. */
  protected abstract ConflictSubject subject();

  /** Points at which a call fails, fewer than its attempts. */
  @Provide
  final Arbitrary<Set<Integer>> points() {
    return Arbitraries.integers()
        .between(1, LATEST_POINT)
        .set()
        .ofMaxSize(Math.min(LATEST_POINT, subject().attempts() - 1));
  }

  /** What meters have counted. */
  private record Counted(double attempts, double conflicts, double exhausted, long waits) {

    Counted since(Counted before) {
      return new Counted(
          attempts - before.attempts,
          conflicts - before.conflicts,
          exhausted - before.exhausted,
          waits - before.waits);
    }
  }

  @Property(tries = 60, generation = GenerationMode.RANDOMIZED, edgeCases = EdgeCasesMode.NONE)
  final void withConflictsTheResultIsThatOfARunWithoutThem(
      @ForAll FencedOperation operation, @ForAll("points") Set<Integer> points) {
    Counted start = counted();
    PlayedRound expected = play(operation, Set.of());
    Counted without = counted().since(start);
    assertThat(without.conflicts()).isZero();
    Counted middle = counted();
    PlayedRound actual = play(operation, points);
    Counted with = counted().since(middle);
    assertThat(actual).isEqualTo(expected);
    assertThat(with.conflicts()).isEqualTo(conflicts);
    assertThat(with.attempts()).isEqualTo(without.attempts() + conflicts);
    assertThat(with.waits()).isEqualTo(conflicts);
    assertThat(with.exhausted()).isZero();
    assertThat(longestWait()).isLessThanOrEqualTo((double) subject().longestDelay().toMillis());
  }

  @Property(tries = 6, generation = GenerationMode.RANDOMIZED, edgeCases = EdgeCasesMode.NONE)
  final void aCallThatAlwaysConflictsHasTheConfiguredAttempts(@ForAll FencedOperation operation) {
    FenceScene scene = FenceScene.create(operation, subject().stores());
    scene.begin();
    Counted before = counted();
    subject().conflictAlways();
    Throwable thrown = catchThrowable(() -> scene.write(0));
    conflicts = subject().endConflicts();
    Counted counted = counted().since(before);
    assertThat(thrown).isInstanceOf(Unavailable.class);
    assertThat(thrown.getSuppressed()).hasSize(subject().attempts() - 1);
    assertThat(conflicts).isEqualTo(subject().attempts());
    assertThat(counted)
        .isEqualTo(
            new Counted(subject().attempts(), subject().attempts(), 1, subject().attempts() - 1));
    assertThat(scene.look().marks()).isEmpty();
    assertThat(scene.write(0)).isEqualTo(WriteResult.DONE);
  }

  private PlayedRound play(FencedOperation operation, Set<Integer> points) {
    return PlayedRound.play(
        operation,
        subject().stores(),
        () -> subject().conflictAt(points),
        () -> conflicts = subject().endConflicts());
  }

  private Counted counted() {
    return new Counted(
        count(PersistenceMetric.ATTEMPTS),
        count(PersistenceMetric.CONFLICTS),
        count(PersistenceMetric.EXHAUSTED),
        subject().meters().find(PersistenceMetric.BACK_OFF.meterName()).timers().stream()
            .mapToLong(Timer::count)
            .sum());
  }

  private double count(PersistenceMetric metric) {
    return subject().meters().find(metric.meterName()).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  private double longestWait() {
    return subject().meters().find(PersistenceMetric.BACK_OFF.meterName()).timers().stream()
        .mapToDouble(timer -> timer.max(TimeUnit.MILLISECONDS))
        .max()
        .orElse(0);
  }
}
