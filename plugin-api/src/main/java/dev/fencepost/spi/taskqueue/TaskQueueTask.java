// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.taskqueue;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.Blob;

/**
 * A task in a backlog.
 *
 * @param taskId unique within the task queue, from the owner's block of task ids
 * @param payload the task, opaque to the store
 */
public record TaskQueueTask(long taskId, Blob payload) {

  /** Checks that nothing is missing. */
  public TaskQueueTask {
    requireNonNull(payload, "payload is null");
  }
}
