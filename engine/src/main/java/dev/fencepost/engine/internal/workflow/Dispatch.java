// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static java.util.Objects.requireNonNull;

import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.TimerTask;
import dev.fencepost.engine.v1.TransferTask;
import io.temporal.api.common.v1.Priority;
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
  public static Optional<Dispatch> of(
      MutableState state, TransferTask.WorkflowTaskDispatch task) {
    throw new UnsupportedOperationException("of");
  }

  /** The offer an activity's transfer task stands for, or empty if it is out of date. */
  public static Optional<Dispatch> of(
      MutableState state, TransferTask.ActivityTaskDispatch task) {
    throw new UnsupportedOperationException("of");
  }

  /** The offer an activity's retry timer stands for, or empty if it is out of date. */
  public static Optional<Dispatch> of(MutableState state, TimerTask.ActivityRetry task) {
    throw new UnsupportedOperationException("of");
  }
}
