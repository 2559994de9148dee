// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.task;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Scheduled tasks of one queue, by fire time alone.
 *
 * @param shardId the shard
 * @param category the queue
 * @param fromInclusive the first fire time
 * @param toExclusive the fire time to stop before
 */
public record ScheduledTaskRange(
    int shardId, TaskCategory category, Instant fromInclusive, Instant toExclusive) {

  /** Checks the range. */
  public ScheduledTaskRange {
    requireNonNull(category, "category is null");
    if (toExclusive.isBefore(fromInclusive)) {
      throw new IllegalArgumentException(
          "the range ends before it starts: [" + fromInclusive + ", " + toExclusive + ")");
    }
  }
}
