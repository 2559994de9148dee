// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static java.util.Objects.requireNonNull;

import io.temporal.api.taskqueue.v1.TaskQueue;

/**
 * The poll that a workflow task was matched with.
 *
 * @param scheduledEventId the task
 * @param requestId the poll; the same poll may ask again and gets the same answer
 * @param taskQueue the queue polled, by its own name (sticky or normal)
 * @param identity the worker
 */
public record WorkflowTaskPoll(
    long scheduledEventId, String requestId, TaskQueue taskQueue, String identity) {

  /** Checks that nothing is missing. */
  public WorkflowTaskPoll {
    requireNonNull(requestId, "requestId is null");
    requireNonNull(taskQueue, "taskQueue is null");
    requireNonNull(identity, "identity is null");
  }
}
