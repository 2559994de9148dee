// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.fencepost.postgres.internal.strategy.WriteForm;
import dev.fencepost.testkit.property.FenceProperties;
import dev.fencepost.testkit.property.FenceSubject;
import java.sql.Connection;
import java.util.List;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/** A plain read is no fence: every property of the fence finds it out, and names the schedule. */
final class NaiveFenceTest {

  @ParameterizedTest
  @ValueSource(classes = {OneStatementUnderReadCommitted.class, SequenceUnderRepeatableRead.class})
  void aPlainReadIsFoundOutByEveryOperation(Class<?> naive) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(naive)).build();
    LauncherFactory.create().execute(request, summary);
    assertThat(summary.getSummary().getTestsSucceededCount()).isZero();
    List<Failure> failures = summary.getSummary().getFailures();
    assertThat(failures)
        .hasSize(6)
        .allSatisfy(
            failure ->
                assertThat(failure.getException())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("schedule [")
                    .hasMessageContaining("taker"));
  }

  /** One statement per write, as PostgreSQL runs it. */
  static final class OneStatementUnderReadCommitted extends FenceProperties {

    private static final PostgresFence FENCE =
        new PostgresFence(
            "postgres, one naive statement",
            new NaiveLocks(WriteForm.FOLDED),
            Connection.TRANSACTION_READ_COMMITTED);

    @Override
    protected FenceSubject subject() {
      return FENCE;
    }

    @AfterContainer
    static void close() {
      FENCE.close();
    }
  }

  /** A transaction with one snapshot. */
  static final class SequenceUnderRepeatableRead extends FenceProperties {

    private static final PostgresFence FENCE =
        new PostgresFence(
            "postgres under repeatable read, naive sequence",
            new NaiveLocks(WriteForm.SEQUENCE),
            Connection.TRANSACTION_REPEATABLE_READ);

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
