// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.engine.internal.history.FaultyPersistence.Fault;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.shard.AcquireShard;
import dev.fencepost.spi.shard.Shard;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What happens to runs when shards change hands, or nobody knows whether a write happened. */
final class ShardOwnershipTest {

  private final String database = UUID.randomUUID().toString();

  @Test
  void aShardThatWasTakenIsAcquiredAgainByWhoShouldOwnIt() {
    try (HistoryProcess process = HistoryProcess.on(database)) {
      TestWorker worker = new TestWorker(process);
      worker.start("order");
      takeOverAll(process.persistence());
      worker.signal("order", "still there");
      assertThat(worker.eventTypes("order"))
          .contains(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED);
    }
  }

  private static void takeOverAll(Persistence persistence) {
    for (int shardId = 1; shardId <= SwitchableOwnership.SHARDS; shardId++) {
      Shard shard = persistence.shards().read(shardId);
      Shard taken =
          persistence
              .shards()
              .acquire(new AcquireShard(shard.fence(), "somebody else", UUID.randomUUID()));
      assertThat(taken.rangeId()).isEqualTo(shard.rangeId() + 1);
    }
  }

  @Test
  void anOwnerThatWasFrozenWritesNothingAfterItThaws() {
    SwitchableOwnership frozenOwnership = SwitchableOwnership.ofAll();
    try (HistoryProcess frozen =
            HistoryProcess.on(
                database, frozenOwnership, Duration.ofDays(1), UnaryOperator.identity());
        HistoryProcess next =
            HistoryProcess.on(
                database,
                new SwitchableOwnership(Set.of()),
                Duration.ofDays(1),
                UnaryOperator.identity())) {
      TestWorker stale = new TestWorker(frozen);
      stale.start("order");
      PollWorkflowTaskQueueResponse task = stale.pollWorkflowTask();
      next.ownership().own(Set.of(1, 2, 3, 4));
      TestWorker worker = new TestWorker(next);
      List<HistoryEvent> before = worker.events("order");

      // It still believes that it owns everything, and learns the truth with its first write.
      frozenOwnership.forget();
      assertThatThrownBy(() -> stale.complete(task, Commands.completeWorkflow()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure -> {
                assertThat(failure.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
                assertThat(failure.getStatus().getDescription()).contains("shard moved");
              });
      assertThat(worker.events("order")).isEqualTo(before);
      worker.complete(task, Commands.completeWorkflow());
      assertThat(worker.describe(TestWorker.execution("order")).getStatus())
          .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
    }
  }

  @Test
  void anOwnerThatWasFrozenShowsNothingStale() throws Exception {
    SwitchableOwnership frozenOwnership = SwitchableOwnership.ofAll();
    try (HistoryProcess frozen =
            HistoryProcess.on(
                database, frozenOwnership, Duration.ofDays(1), UnaryOperator.identity());
        HistoryProcess next = HistoryProcess.on(database)) {
      TestWorker worker = new TestWorker(next);
      worker.start("order");
      frozenOwnership.forget();
      Thread.sleep(HistorySettings.DEFAULTS.ownershipProof().toMillis());
      assertThatThrownBy(() -> new TestWorker(frozen).describe(TestWorker.execution("order")))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure -> assertThat(failure.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE));
    }
  }

  @Test
  void theNextOwnerGoesOnWhereTheOneBeforeStopped() {
    HistoryProcess first = HistoryProcess.on(database);
    TestWorker worker = new TestWorker(first);
    worker.start("order");
    worker.complete(
        worker.pollWorkflowTask(),
        Commands.startTimer("t", Duration.ofMillis(500)),
        Commands.scheduleActivity("1"));
    first.close();

    try (HistoryProcess second = HistoryProcess.on(database)) {
      TestWorker next = new TestWorker(second);
      next.completeActivity(next.pollActivity());
      PollWorkflowTaskQueueResponse task = next.pollWorkflowTask();
      while (!types(task).contains(EventType.EVENT_TYPE_TIMER_FIRED)) {
        next.complete(task);
        task = next.pollWorkflowTask();
      }
      next.complete(task, Commands.completeWorkflow());
      assertThat(next.describe(TestWorker.execution("order")).getStatus())
          .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
    }
  }

  private static List<EventType> types(PollWorkflowTaskQueueResponse task) {
    return task.getHistory().getEventsList().stream().map(HistoryEvent::getEventType).toList();
  }

  @Test
  void aWriteInDoubtThatHappenedIsNotMadeAgain() {
    inDoubt(Fault.COMMITTED_BUT_UNKNOWN);
  }

  @Test
  void aWriteInDoubtThatDidNotHappenIsMadeAgain() {
    inDoubt(Fault.NOT_COMMITTED_BUT_UNKNOWN);
  }

  private void inDoubt(Fault fault) {
    FaultyPersistence faults = new FaultyPersistence();
    try (HistoryProcess process =
        HistoryProcess.on(
            database, SwitchableOwnership.ofAll(), Duration.ofDays(1), faults::around)) {
      TestWorker worker = new TestWorker(process);
      worker.start("order");
      PollWorkflowTaskQueueResponse task = worker.pollWorkflowTask();
      faults.next(fault);
      worker.complete(task, Commands.scheduleActivity("1"));
      assertThat(
              Collections.frequency(
                  worker.eventTypes("order"), EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED))
          .isEqualTo(1);
      worker.completeActivity(worker.pollActivity());
      worker.complete(worker.pollWorkflowTask(), Commands.completeWorkflow());
      assertThat(worker.describe(TestWorker.execution("order")).getStatus())
          .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
    }
  }

  @Test
  void aShardThatBelongsToSomebodyElseIsReleased() throws Exception {
    SwitchableOwnership ownership = SwitchableOwnership.ofAll();
    try (HistoryProcess process =
        HistoryProcess.on(database, ownership, Duration.ofDays(1), UnaryOperator.identity())) {
      new TestWorker(process).start("order");
      Await.until("all shards are held", () -> process.history().heldShards().size() == 4);
      ownership.own(Set.of(1));
      Await.until("only one shard is held", () -> process.history().heldShards().equals(Set.of(1)));
    }
  }
}
