// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;

/** A shared lock keeps the fence guarantee under every schedule. */
final class FenceInterleavingTest {

  private final ExplorationStatistics statistics = new ExplorationStatistics();

  @Provide
  Arbitrary<Schedule> twoOperations() {
    return Schedules.of(2, 0, 10);
  }

  @Provide
  Arbitrary<Schedule> twoOperationsAndABlocker() {
    return Schedules.of(2, 1, 8);
  }

  @Property(tries = 40)
  void aSharedLockHoldsInATransaction(@ForAll("twoOperations") Schedule schedule) throws Exception {
    new FenceScene(FenceScene.FenceRead.FOR_SHARE, statistics).exploreTransaction(schedule);
  }

  @Property(tries = 40)
  void aSharedLockHoldsInOneStatement(@ForAll("twoOperationsAndABlocker") Schedule schedule)
      throws Exception {
    new FenceScene(FenceScene.FenceRead.FOR_SHARE, statistics).exploreOneStatement(schedule);
  }

  @AfterProperty
  void theOperationsDidOverlap() {
    assertThat(statistics.overlapped()).as(statistics.toString()).isGreaterThan(5);
    assertThat(statistics.distinct()).as(statistics.toString()).isGreaterThan(5);
  }
}
