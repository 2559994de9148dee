// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.property;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;
import org.jspecify.annotations.Nullable;

/**
 * Concurrency safety: the fence guarantee under generated interleavings of fenced writes and
 * take-overs. What a taker sees when its take-over has returned is all that was ever written under
 * smaller tokens, and all that was acknowledged; record versions are linear; a loser leaves
 * nothing.
 *
 * <p>The system property {@code fencepost.schedules} says how many schedules of each operation are
 * explored; unless told 2,000 of each fence are, spread over its operations. At least half of them
 * must have a write and the take-over in flight at once.
 */
public abstract class FenceProperties {

  private static final int BATCHES = 10;
  private static final int SCHEDULES = Integer.getInteger("fencepost.schedules", 334);

  private @Nullable FenceExploration exploration;
  private boolean failed;

  /** The properties of a backend. */
  protected FenceProperties() {}

  /** The backend, the same at every call. */
  protected abstract FenceSubject subject();

  /** Batches of schedules, a few more than are asked for: some may be equal. */
  @Provide
  final Arbitrary<List<FenceSchedule>> batches() {
    int size = (SCHEDULES * 21 / 20 + BATCHES - 1) / BATCHES;
    return FenceSchedule.schedules(subject().stops())
        .list()
        .ofMinSize(1)
        .ofMaxSize(size)
        .withSizeDistribution((tries, minimum, maximum, center) -> random -> maximum);
  }

  @Property(
      tries = BATCHES,
      generation = GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.OFF,
      afterFailure = AfterFailureMode.RANDOM_SEED)
  final void create(@ForAll("batches") List<FenceSchedule> schedules) throws Exception {
    explore(FencedOperation.CREATE, schedules);
  }

  @Property(
      tries = BATCHES,
      generation = GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.OFF,
      afterFailure = AfterFailureMode.RANDOM_SEED)
  final void update(@ForAll("batches") List<FenceSchedule> schedules) throws Exception {
    explore(FencedOperation.UPDATE, schedules);
  }

  @Property(
      tries = BATCHES,
      generation = GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.OFF,
      afterFailure = AfterFailureMode.RANDOM_SEED)
  final void conflictResolve(@ForAll("batches") List<FenceSchedule> schedules) throws Exception {
    explore(FencedOperation.CONFLICT_RESOLVE, schedules);
  }

  @Property(
      tries = BATCHES,
      generation = GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.OFF,
      afterFailure = AfterFailureMode.RANDOM_SEED)
  final void set(@ForAll("batches") List<FenceSchedule> schedules) throws Exception {
    explore(FencedOperation.SET, schedules);
  }

  @Property(
      tries = BATCHES,
      generation = GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.OFF,
      afterFailure = AfterFailureMode.RANDOM_SEED)
  final void addTasks(@ForAll("batches") List<FenceSchedule> schedules) throws Exception {
    explore(FencedOperation.ADD_TASKS, schedules);
  }

  @Property(
      tries = BATCHES,
      generation = GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.OFF,
      afterFailure = AfterFailureMode.RANDOM_SEED)
  final void createMatchingTasks(@ForAll("batches") List<FenceSchedule> schedules)
      throws Exception {
    explore(FencedOperation.CREATE_MATCHING_TASKS, schedules);
  }

  private void explore(FencedOperation operation, List<FenceSchedule> schedules) throws Exception {
    FenceExploration present = exploration;
    if (present == null) {
      present = new FenceExploration(subject(), operation);
      exploration = present;
    }
    try {
      present.explore(schedules);
    } catch (Exception | AssertionError violated) {
      failed = true;
      throw violated;
    }
  }

  /** A property that has seen too little has shown nothing. */
  @AfterProperty
  final void enoughWasSeen() {
    FenceExploration explored = requireNonNull(exploration, "nothing was explored");
    FenceStatistics statistics = explored.statistics();
    System.out.println(subject().name() + ", " + explored.operation() + ": " + statistics);
    if (!failed) {
      assertThat(statistics.distinct()).as(statistics.toString()).isGreaterThanOrEqualTo(SCHEDULES);
      assertThat(statistics.bothInFlight())
          .as(statistics.toString())
          .isGreaterThanOrEqualTo(SCHEDULES / 2);
    }
  }
}
