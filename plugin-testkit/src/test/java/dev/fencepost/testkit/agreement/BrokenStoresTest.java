// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.execution.CreateExecution;
import dev.fencepost.spi.execution.CreateExecutionResult;
import dev.fencepost.spi.execution.DeleteExecution;
import dev.fencepost.spi.execution.ExecutionMutation;
import dev.fencepost.spi.execution.ExecutionStore;
import dev.fencepost.spi.execution.UpdateExecution;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.history.HistoryStore;
import dev.fencepost.spi.history.ReadHistory;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.TestSources;
import dev.fencepost.testkit.internal.ShardPicture;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import net.jqwik.api.PropertyDefaults;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The agreements bite: each store that is broken in one way is found out. */
final class BrokenStoresTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        UpdateWithoutFence.class,
        UpdateLosesTasks.class,
        CreateReportsSuccessOnConflict.class,
        DeleteCurrentOfAnyRun.class,
        ReverseReadIsForward.class,
        TrimDoesNothing.class
      })
  void aBrokenStoreDisagreesWithTheReference(Class<?> broken) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(broken)).build();
    LauncherFactory.create().execute(request, summary);
    assertThat(summary.getSummary().getTestsStartedCount()).isEqualTo(1);
    assertThat(summary.getSummary().getFailures())
        .singleElement()
        .satisfies(
            failure -> assertThat(failure.getException()).isInstanceOf(AssertionError.class));
  }

  private static PersistenceSource broken(UnaryOperator<Persistence> sabotage) {
    return TestSources.broken("broken " + UUID.randomUUID(), sabotage);
  }

  /** A stale owner's updates are stored. */
  @PropertyDefaults(tries = 500)
  static final class UpdateWithoutFence extends ExecutionStoreAgreement {
    UpdateWithoutFence() {
      super(broken(UpdateWithoutFence::sabotage));
    }

    private static Persistence sabotage(Persistence sound) {
      return Sabotage.of(
              "executions",
              ExecutionStore.class,
              "update",
              (store, request) -> {
                UpdateExecution update = (UpdateExecution) request;
                int shardId = update.fence().shardId();
                ShardFence actual = new ShardFence(shardId, sound.shards().read(shardId).rangeId());
                store.update(
                    new UpdateExecution(
                        actual,
                        update.requestId(),
                        update.currentHandling(),
                        update.mutation(),
                        update.newRun(),
                        update.appends()));
                return request;
              })
          .apply(sound);
    }
  }

  /** The tasks of an update are not stored. */
  @PropertyDefaults(tries = 500)
  static final class UpdateLosesTasks extends ExecutionStoreAgreement {
    UpdateLosesTasks() {
      super(
          broken(
              Sabotage.of(
                  "executions",
                  ExecutionStore.class,
                  "update",
                  (store, request) -> {
                    UpdateExecution update = (UpdateExecution) request;
                    ExecutionMutation mutation = update.mutation();
                    store.update(
                        new UpdateExecution(
                            update.fence(),
                            update.requestId(),
                            update.currentHandling(),
                            new ExecutionMutation(
                                mutation.key(),
                                mutation.expectedRecordVersion(),
                                mutation.info(),
                                List.of()),
                            update.newRun(),
                            update.appends()));
                    return request;
                  })));
    }
  }

  /** A creation that was refused says that it succeeded. */
  @PropertyDefaults(tries = 500)
  static final class CreateReportsSuccessOnConflict extends ExecutionStoreAgreement {
    CreateReportsSuccessOnConflict() {
      super(
          broken(
              Sabotage.of(
                  "executions",
                  ExecutionStore.class,
                  "create",
                  (store, request) -> {
                    store.create((CreateExecution) request);
                    return new CreateExecutionResult.Created();
                  })));
    }
  }

  /** The current record is deleted whichever run it points at. */
  @PropertyDefaults(tries = 500)
  static final class DeleteCurrentOfAnyRun extends ExecutionStoreAgreement {
    DeleteCurrentOfAnyRun() {
      super(
          broken(
              Sabotage.of(
                  "executions",
                  ExecutionStore.class,
                  "deleteCurrent",
                  (store, request) -> {
                    DeleteExecution deletion = (DeleteExecution) request;
                    store.deleteCurrent(deletion);
                    deleteWhateverIsCurrent(store, deletion);
                    return request;
                  })));
    }

    private static void deleteWhateverIsCurrent(ExecutionStore store, DeleteExecution deletion) {
      ShardPicture.ifFound(
              () ->
                  store.readCurrent(
                      deletion.fence().shardId(),
                      deletion.key().namespaceId(),
                      deletion.key().workflowId()))
          .ifPresent(
              current ->
                  store.deleteCurrent(
                      new DeleteExecution(
                          deletion.fence(),
                          deletion.requestId(),
                          new WorkflowKey(
                              deletion.key().namespaceId(),
                              deletion.key().workflowId(),
                              current.runId()))));
    }
  }

  /** Reading in reverse reads forward. */
  @PropertyDefaults(tries = 500)
  static final class ReverseReadIsForward extends HistoryStoreAgreement {
    ReverseReadIsForward() {
      super(
          broken(
              Sabotage.of(
                  "history",
                  HistoryStore.class,
                  "readReverse",
                  (store, request) -> store.read((ReadHistory) request))));
    }
  }

  /** Nothing is trimmed. */
  @PropertyDefaults(tries = 1_000)
  static final class TrimDoesNothing extends HistoryStoreAgreement {
    TrimDoesNothing() {
      super(
          broken(Sabotage.of("history", HistoryStore.class, "trim", (store, request) -> request)));
    }
  }
}
