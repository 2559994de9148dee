// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.task;

import static java.util.Objects.requireNonNull;

/**
 * Immediate tasks of one queue.
 *
 * @param shardId the shard
 * @param category the queue
 * @param fromInclusive the first task id
 * @param toExclusive the task id to stop before
 */
public record ImmediateTaskRange(
    int shardId, TaskCategory category, long fromInclusive, long toExclusive) {

  /** Checks the range. */
  public ImmediateTaskRange {
    requireNonNull(category, "category is null");
    if (toExclusive < fromInclusive) {
      throw new IllegalArgumentException(
          "the range ends before it starts: [" + fromInclusive + ", " + toExclusive + ")");
    }
  }
}
