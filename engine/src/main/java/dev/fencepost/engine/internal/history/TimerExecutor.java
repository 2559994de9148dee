// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.workflow.Dispatch;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.TimerTask;
import java.time.Instant;
import java.util.Optional;

/** Does what due timers ask. */
final class TimerExecutor {

  private final OwnedShard shard;
  private final TaskRuns runs;
  private final TaskDispatcher dispatcher;

  TimerExecutor(OwnedShard shard) {
    this.shard = shard;
    this.runs = new TaskRuns(shard);
    this.dispatcher = new TaskDispatcher(shard);
  }

  void execute(TimerTask task, Instant fireTime) {
    RunReference run =
        TaskRuns.reference(task.getNamespaceId(), task.getWorkflowId(), task.getRunId());
    switch (task.getKindCase()) {
      case USER_TIMER,
          ACTIVITY_TIMEOUT,
          WORKFLOW_TASK_TIMEOUT,
          WORKFLOW_RUN_TIMEOUT,
          WORKFLOW_EXECUTION_TIMEOUT,
          WORKFLOW_BACKOFF ->
          fire(run, task, fireTime);
      case ACTIVITY_RETRY -> {
        Optional<MutableState> state = runs.read(run);
        state
            .flatMap(found -> Dispatch.of(found, task.getActivityRetry()))
            .ifPresent(offer -> dispatcher.offerActivityTask(state.orElseThrow(), offer));
      }
      case DELETE_HISTORY -> new RunDeletion(shard).delete(run);
      case KIND_NOT_SET -> throw new IllegalStateException("a timer task has no kind");
    }
  }

  private void fire(RunReference run, TimerTask task, Instant fireTime) {
    runs.change(run, (open, before) -> open.fire(task, fireTime));
  }
}
