// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.task;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.Blob;

/**
 * A task to be done at once, in the order of task ids.
 *
 * @param category the queue it belongs to
 * @param taskId unique within shard and category
 * @param payload what to do
 */
public record ImmediateTask(TaskCategory category, long taskId, Blob payload)
    implements HistoryTask {

  /** Checks that nothing is missing. */
  public ImmediateTask {
    requireNonNull(category, "category is null");
    requireNonNull(payload, "payload is null");
  }
}
