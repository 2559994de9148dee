// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static java.util.Objects.requireNonNull;

import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.RunState;
import dev.fencepost.engine.v1.TimerTask;
import dev.fencepost.engine.v1.TransferTask;
import dev.fencepost.engine.v1.WorkflowTaskInfo;
import io.temporal.api.common.v1.Priority;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.taskqueue.v1.TaskQueue;
import java.time.Duration;
import java.util.Optional;

/**
 * What a queue processor offers to a task queue.
 *
 * @param taskQueue the queue, sticky or normal
 * @param scheduledEventId the workflow task or activity
 * @param attempt its attempt
 * @param scheduleToStartTimeout how long the offer holds, zero for ever
 * @param priority the priority of the workflow or activity
 */
public record Dispatch(
    TaskQueue taskQueue,
    long scheduledEventId,
    int attempt,
    Duration scheduleToStartTimeout,
    Priority priority) {

  /** Checks that nothing is missing. */
  public Dispatch {
    requireNonNull(taskQueue, "taskQueue is null");
    requireNonNull(scheduleToStartTimeout, "scheduleToStartTimeout is null");
    requireNonNull(priority, "priority is null");
  }

  /** The offer a workflow task's transfer task stands for, or empty if it is out of date. */
  public static Optional<Dispatch> of(MutableState state, TransferTask.WorkflowTaskDispatch task) {
    return state.getState() == RunState.RUN_STATE_RUNNING && state.hasWorkflowTask()
        ? Optional.of(state.getWorkflowTask())
            .filter(
                pending ->
                    pending.getStartedEventId() == 0
                        && pending.getScheduledEventId() == task.getScheduledEventId()
                        && pending.getAttempt() == task.getAttempt())
            .map(pending -> of(state, pending))
        : Optional.empty();
  }

  /** The offer an activity's transfer task stands for, or empty if it is out of date. */
  public static Optional<Dispatch> of(MutableState state, TransferTask.ActivityTaskDispatch task) {
    return activity(state, task.getScheduledEventId(), task.getAttempt());
  }

  /** The offer an activity's retry timer stands for, or empty if it is out of date. */
  public static Optional<Dispatch> of(MutableState state, TimerTask.ActivityRetry task) {
    return activity(state, task.getScheduledEventId(), task.getAttempt());
  }

  private static Dispatch of(MutableState state, WorkflowTaskInfo task) {
    boolean sticky = task.getTaskQueue().getKind() == TaskQueueKind.TASK_QUEUE_KIND_STICKY;
    return new Dispatch(
        task.getTaskQueue(),
        task.getScheduledEventId(),
        task.getAttempt(),
        sticky ? Times.duration(state.getStickyScheduleToStartTimeout()) : Duration.ZERO,
        state.getPriority());
  }

  private static Optional<Dispatch> activity(
      MutableState state, long scheduledEventId, int attempt) {
    return Optional.ofNullable(state.getActivitiesMap().get(scheduledEventId))
        .filter(activity -> activity.getAttempt() == attempt && !activity.hasStartedTime())
        .map(
            activity ->
                new Dispatch(
                    TaskQueue.newBuilder()
                        .setName(activity.getTaskQueue())
                        .setKind(TaskQueueKind.TASK_QUEUE_KIND_NORMAL)
                        .build(),
                    scheduledEventId,
                    attempt,
                    Times.duration(activity.getScheduleToStartTimeout()),
                    activity.getPriority()));
  }
}
