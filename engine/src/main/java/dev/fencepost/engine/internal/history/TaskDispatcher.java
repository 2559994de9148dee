// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.matching.MatchingService;
import dev.fencepost.engine.internal.workflow.Dispatch;
import dev.fencepost.engine.v1.AddActivityTaskRequest;
import dev.fencepost.engine.v1.AddTaskResponse;
import dev.fencepost.engine.v1.AddWorkflowTaskRequest;
import dev.fencepost.engine.v1.MutableState;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.taskqueue.v1.TaskQueue;
import java.time.Duration;

/** Offers workflow tasks and activities to their task queues. */
final class TaskDispatcher {

  private final MatchingService matching;

  TaskDispatcher(OwnedShard shard) {
    this.matching = shard.environment().matching();
  }

  void offerWorkflowTask(MutableState state, Dispatch offer) {
    AddWorkflowTaskRequest.Builder request =
        AddWorkflowTaskRequest.newBuilder()
            .setNamespaceId(state.getNamespaceId())
            .setTaskQueue(offer.taskQueue())
            .setExecution(execution(state))
            .setScheduledEventId(offer.scheduledEventId())
            .setAttempt(offer.attempt());
    if (isLimited(offer)) {
      request.setScheduleToStartTimeout(Times.duration(offer.scheduleToStartTimeout()));
    }
    AddTaskResponse response = matching.addWorkflowTask(request.build());
    if (response.getStickyWorkerUnavailable()) {
      AddTaskResponse normal =
          matching.addWorkflowTask(request.setTaskQueue(normalQueue(state)).build());
      if (normal.getStickyWorkerUnavailable()) {
        throw new IllegalStateException(
            "the normal task queue " + state.getTaskQueue() + " answers like a sticky one");
      }
    }
  }

  void offerActivityTask(MutableState state, Dispatch offer) {
    AddActivityTaskRequest.Builder request =
        AddActivityTaskRequest.newBuilder()
            .setNamespaceId(state.getNamespaceId())
            .setTaskQueue(offer.taskQueue())
            .setExecution(execution(state))
            .setScheduledEventId(offer.scheduledEventId())
            .setAttempt(offer.attempt());
    if (isLimited(offer)) {
      request.setScheduleToStartTimeout(Times.duration(offer.scheduleToStartTimeout()));
    }
    AddTaskResponse response = matching.addActivityTask(request.build());
    if (response.getStickyWorkerUnavailable()) {
      throw new IllegalStateException(
          "the task queue "
              + offer.taskQueue().getName()
              + " answers an activity like a sticky one");
    }
  }

  private static boolean isLimited(Dispatch offer) {
    return offer.scheduleToStartTimeout().compareTo(Duration.ZERO) > 0;
  }

  private static WorkflowExecution execution(MutableState state) {
    return WorkflowExecution.newBuilder()
        .setWorkflowId(state.getWorkflowId())
        .setRunId(state.getRunId())
        .build();
  }

  private static TaskQueue normalQueue(MutableState state) {
    return TaskQueue.newBuilder()
        .setName(state.getTaskQueue())
        .setKind(TaskQueueKind.TASK_QUEUE_KIND_NORMAL)
        .build();
  }
}
