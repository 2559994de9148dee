// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.workflow.Dispatch;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.TransferTask;
import java.util.Optional;

/** Does what transfer tasks ask. */
final class TransferExecutor {

  private final TaskRuns runs;
  private final TaskDispatcher dispatcher;
  private final ChildWorkflows children;
  private final ExternalWorkflows external;

  TransferExecutor(OwnedShard shard) {
    this.runs = new TaskRuns(shard);
    this.dispatcher = new TaskDispatcher(shard);
    this.children = new ChildWorkflows(shard, runs);
    this.external = new ExternalWorkflows(shard, runs);
  }

  void execute(TransferTask task) {
    RunReference run =
        TaskRuns.reference(task.getNamespaceId(), task.getWorkflowId(), task.getRunId());
    Optional<MutableState> found = runs.read(run);
    if (found.isEmpty()) {
      return;
    }
    MutableState state = found.get();
    switch (task.getKindCase()) {
      case WORKFLOW_TASK ->
          Dispatch.of(state, task.getWorkflowTask())
              .ifPresent(offer -> dispatcher.offerWorkflowTask(state, offer));
      case ACTIVITY_TASK ->
          Dispatch.of(state, task.getActivityTask())
              .ifPresent(offer -> dispatcher.offerActivityTask(state, offer));
      case START_CHILD -> children.start(run, state, task.getStartChild().getInitiatedEventId());
      case SIGNAL_EXTERNAL ->
          external.signal(run, state, task.getSignalExternal().getInitiatedEventId());
      case CANCEL_EXTERNAL ->
          external.cancel(run, state, task.getCancelExternal().getInitiatedEventId());
      case CLOSE_EXECUTION -> children.closed(state);
      case KIND_NOT_SET -> throw new IllegalStateException("a transfer task has no kind");
    }
  }
}
