// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import com.google.protobuf.Timestamp;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.WorkflowTaskInfo;
import io.temporal.api.enums.v1.SuggestContinueAsNewReason;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.taskqueue.v1.TaskQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Where the next workflow task goes and how long a worker may take for it. */
final class WorkflowTaskTerms {

  private static final int FIRST_ATTEMPT = 1;
  private static final int ATTEMPTS_WITHOUT_BACKOFF = 3;
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(5);
  private static final int LARGEST_BACKOFF_SHIFT = 20;

  private WorkflowTaskTerms() {}

  /** The next task of the run. */
  static WorkflowTaskInfo next(Draft draft, Timestamp originalScheduledTime) {
    int attempt = Math.max(FIRST_ATTEMPT, draft.state().getWorkflowTaskAttempt());
    return WorkflowTaskInfo.newBuilder()
        .setScheduledEventId(draft.state().getNextEventId())
        .setAttempt(attempt)
        .setScheduledTime(draft.timestamp())
        .setOriginalScheduledTime(originalScheduledTime)
        .setStartToCloseTimeout(Times.duration(startToCloseTimeout(draft, attempt)))
        .setTaskQueue(taskQueue(draft))
        .build();
  }

  /** The sticky task queue of the worker that has the run cached, else the normal one. */
  static TaskQueue taskQueue(Draft draft) {
    MutableState.Builder state = draft.state();
    if (state.getStickyTaskQueue().isEmpty()) {
      return draft.normalTaskQueue();
    }
    return TaskQueue.newBuilder()
        .setName(state.getStickyTaskQueue())
        .setKind(TaskQueueKind.TASK_QUEUE_KIND_STICKY)
        .setNormalName(state.getTaskQueue())
        .build();
  }

  /** Why the workflow had better continue as new, going by what its history has grown to. */
  static List<SuggestContinueAsNewReason> reasonsToContinueAsNew(Draft draft) {
    WorkflowLimits limits = draft.context().limits();
    List<SuggestContinueAsNewReason> reasons = new ArrayList<>();
    if (draft.state().getHistorySizeBytes() >= limits.historyBytesSuggestContinueAsNew()) {
      reasons.add(SuggestContinueAsNewReason.SUGGEST_CONTINUE_AS_NEW_REASON_HISTORY_SIZE_TOO_LARGE);
    }
    if (draft.state().getNextEventId() >= limits.historyEventsSuggestContinueAsNew()) {
      reasons.add(
          SuggestContinueAsNewReason.SUGGEST_CONTINUE_AS_NEW_REASON_TOO_MANY_HISTORY_EVENTS);
    }
    return reasons;
  }

  /**
   * SDKs let a task that failed before time out, so a longer timeout is what slows retries down.
   */
  private static Duration startToCloseTimeout(Draft draft, int attempt) {
    Duration timeout = Times.duration(draft.state().getWorkflowTaskTimeout());
    if (attempt <= ATTEMPTS_WITHOUT_BACKOFF) {
      return timeout;
    }
    int shift = Math.min(attempt - ATTEMPTS_WITHOUT_BACKOFF - 1, LARGEST_BACKOFF_SHIFT);
    Duration backoff = FIRST_BACKOFF.multipliedBy(1L << shift);
    Duration longest = draft.context().limits().longestWorkflowTaskRetry();
    return timeout.plus(backoff.compareTo(longest) < 0 ? backoff : longest);
  }
}
