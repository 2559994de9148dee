// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.taskqueue;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * One partition of a task queue.
 *
 * @param namespaceId the namespace
 * @param name the name of the partition, 1 to 1,000 characters; the engine names partitions as
 *     Temporal does
 * @param type what it holds
 */
public record TaskQueueKey(UUID namespaceId, String name, TaskQueueType type) {

  /** Checks that nothing is missing. */
  public TaskQueueKey {
    requireNonNull(namespaceId, "namespaceId is null");
    requireNonNull(name, "name is null");
    requireNonNull(type, "type is null");
  }
}
