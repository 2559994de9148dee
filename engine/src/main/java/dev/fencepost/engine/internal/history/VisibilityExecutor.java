// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.namespace.NamespaceEntry;
import dev.fencepost.engine.internal.namespace.SearchAttributeTypes;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.RunState;
import dev.fencepost.engine.v1.VisibilityTask;
import dev.fencepost.spi.execution.ExecutionStatus;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.visibility.VisibilityRecord;
import dev.fencepost.spi.visibility.VisibilityStore;
import java.util.Optional;
import java.util.UUID;

/** Shows runs in the visibility store, always as they stand when a task is executed. */
final class VisibilityExecutor {

  private final OwnedShard shard;
  private final TaskRuns runs;

  VisibilityExecutor(OwnedShard shard) {
    this.shard = shard;
    this.runs = new TaskRuns(shard);
  }

  void execute(VisibilityTask task) {
    RunReference run =
        TaskRuns.reference(task.getNamespaceId(), task.getWorkflowId(), task.getRunId());
    VisibilityStore store = shard.environment().persistence().visibility();
    switch (task.getKind()) {
      case KIND_START, KIND_UPSERT, KIND_CLOSE ->
          runs.read(run).ifPresent(state -> store.upsert(entry(state)));
      case KIND_DELETE -> store.delete(run.namespaceId(), run.runId().orElseThrow());
      case KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalStateException("a visibility task has no kind");
    }
  }

  private VisibilityRecord entry(MutableState state) {
    NamespaceEntry namespace = shard.environment().namespaces().byId(state.getNamespaceId());
    Optional<VisibilityRecord.Closed> closed =
        state.getState() == RunState.RUN_STATE_COMPLETED
            ? Optional.of(
                new VisibilityRecord.Closed(
                    Times.instant(state.getCloseTime()),
                    state.getNextEventId() - 1,
                    state.getHistorySizeBytes()))
            : Optional.empty();
    return new VisibilityRecord(
        new WorkflowKey(
            UUID.fromString(state.getNamespaceId()),
            state.getWorkflowId(),
            UUID.fromString(state.getRunId())),
        state.getWorkflowType(),
        state.getTaskQueue(),
        ExecutionStatus.ofCode(state.getStatus().getNumber()),
        Times.instant(state.getStartTime()),
        Times.instant(state.hasExecutionTime() ? state.getExecutionTime() : state.getStartTime()),
        closed,
        Blobs.encode(state.getMemo()),
        SearchAttributeTypes.values(namespace, state.getSearchAttributes()),
        state.getTransitionCount());
  }
}
