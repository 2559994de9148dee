// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.spi.execution.ExecutionStatus;
import dev.fencepost.spi.visibility.VisibilityFilter;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is left of a workflow after it has closed. */
final class RetentionTest {

  private static final VisibilityFilter ALL =
      VisibilityFilter.all(UUID.fromString(OneNamespace.ID));

  private final String database = UUID.randomUUID().toString();

  @Test
  void aRunIsShownWhileItIsOpenAndAfterItHasClosed() throws Exception {
    try (HistoryProcess process = HistoryProcess.on(database)) {
      TestWorker worker = new TestWorker(process);
      worker.start("order");
      Await.until(
          "the open run is shown", () -> process.persistence().visibility().count(ALL) == 1);
      worker.complete(worker.pollWorkflowTask(), Commands.completeWorkflow());
      Await.until(
          "the closed run is shown",
          () ->
              process
                  .persistence()
                  .visibility()
                  .countByStatus(ALL)
                  .containsKey(ExecutionStatus.COMPLETED));
    }
  }

  @Test
  void nothingIsLeftOnceTheRetentionIsOver() throws Exception {
    try (HistoryProcess process =
        HistoryProcess.on(
            database,
            SwitchableOwnership.ofAll(),
            Duration.ofMillis(500),
            UnaryOperator.identity())) {
      TestWorker worker = new TestWorker(process);
      worker.start("order");
      worker.complete(worker.pollWorkflowTask(), Commands.completeWorkflow());
      Await.until(
          "the run is deleted",
          () -> process.persistence().visibility().count(ALL) == 0 && isGone(worker));
      assertThatThrownBy(() -> worker.events("order"))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure -> assertThat(failure.getStatus().getCode()).isEqualTo(Code.NOT_FOUND));
      assertThat(
              process
                  .persistence()
                  .history()
                  .allBranches(dev.fencepost.spi.PageRequest.first(10))
                  .items())
          .isEmpty();
    }
  }

  private static boolean isGone(TestWorker worker) {
    try {
      return worker.describe(TestWorker.execution("order")).getHistoryLength() < 0;
    } catch (StatusRuntimeException gone) {
      return gone.getStatus().getCode() == Code.NOT_FOUND;
    }
  }
}
