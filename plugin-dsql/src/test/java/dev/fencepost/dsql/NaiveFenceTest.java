// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.fencepost.dsql.internal.fence.FenceKind;
import dev.fencepost.postgres.internal.strategy.WriteForm;
import dev.fencepost.testkit.property.FenceProperties;
import dev.fencepost.testkit.property.FenceSubject;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * A plain read is no fence: the property of every operation finds it out, and names the schedule.
 */
final class NaiveFenceTest {

  @ParameterizedTest
  @ValueSource(classes = {OneStatement.class, Sequence.class})
  void aPlainReadIsFoundOutByEveryOperation(Class<?> naive) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(naive)).build();
    LauncherFactory.create().execute(request, summary);
    assertThat(summary.getSummary().getTestsSucceededCount()).isZero();
    assertThat(summary.getSummary().getFailures())
        .hasSize(6)
        .allSatisfy(
            failure ->
                assertThat(failure.getException())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("schedule [")
                    .hasMessageContaining("taker"));
  }

  /** Every write is one statement. */
  static final class OneStatement extends FenceProperties {

    private static final DsqlFence FENCE =
        new DsqlFence(
            "dsql, one naive statement", FenceKind.KEY_SHARE, WriteForm.FOLDED, NaiveReads::new);

    @Override
    protected FenceSubject subject() {
      return FENCE;
    }

    @AfterContainer
    static void close() {
      FENCE.close();
    }
  }

  /** Every write is a transaction of several statements. */
  static final class Sequence extends FenceProperties {

    private static final DsqlFence FENCE =
        new DsqlFence(
            "dsql, naive sequence", FenceKind.KEY_SHARE, WriteForm.SEQUENCE, NaiveReads::new);

    @Override
    protected FenceSubject subject() {
      return FENCE;
    }

    @AfterContainer
    static void close() {
      FENCE.close();
    }
  }
}
