// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import dev.fencepost.engine.v1.TaskQueueTask;
import java.util.UUID;

/**
 * A task of the backlog, in memory.
 *
 * @param failures how often starting it has failed since it was read
 */
record BacklogTask(long taskId, TaskQueueTask task, String requestId, int failures)
    implements DispatchableTask {

  static BacklogTask read(long taskId, TaskQueueTask task) {
    return new BacklogTask(taskId, task, UUID.randomUUID().toString(), 0);
  }

  static BacklogTask stored(long taskId, DispatchableTask task) {
    return new BacklogTask(taskId, task.task(), task.requestId(), 0);
  }

  BacklogTask failedOnceMore() {
    return new BacklogTask(taskId, task, requestId, failures + 1);
  }
}
