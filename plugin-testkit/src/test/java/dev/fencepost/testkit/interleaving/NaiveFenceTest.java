// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.interleaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** A plain read is no fence: the explorer finds the schedule that shows it, and names it. */
final class NaiveFenceTest {

  @ParameterizedTest
  @ValueSource(classes = {InATransaction.class, InOneStatement.class})
  void aPlainReadIsFoundOut(Class<?> naive) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(naive)).build();
    LauncherFactory.create().execute(request, summary);
    assertThat(summary.getSummary().getFailures())
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure.getException())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("schedule [")
                    .hasMessageContaining("taker returned"));
  }

  static final class InATransaction {

    @Provide
    Arbitrary<Schedule> schedules() {
      return Schedules.of(2, 0, 10);
    }

    @Property(tries = 200)
    void holds(@ForAll("schedules") Schedule schedule) throws Exception {
      new FenceScene(FenceScene.FenceRead.PLAIN, new ExplorationStatistics())
          .exploreTransaction(schedule);
    }
  }

  static final class InOneStatement {

    @Provide
    Arbitrary<Schedule> schedules() {
      return Schedules.of(2, 1, 8);
    }

    @Property(tries = 200)
    void holds(@ForAll("schedules") Schedule schedule) throws Exception {
      new FenceScene(FenceScene.FenceRead.PLAIN, new ExplorationStatistics())
          .exploreOneStatement(schedule);
    }
  }
}
