// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.task;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.Blob;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A task to be done at a time.
 *
 * @param category the queue it belongs to
 * @param fireTime when, cut to microseconds, which is what is stored
 * @param taskId unique within shard, category and fire time
 * @param payload what to do
 */
public record ScheduledTask(TaskCategory category, Instant fireTime, long taskId, Blob payload)
    implements HistoryTask {

  /** Cuts the fire time to microseconds. */
  public ScheduledTask {
    requireNonNull(category, "category is null");
    requireNonNull(payload, "payload is null");
    fireTime = fireTime.truncatedTo(ChronoUnit.MICROS);
  }
}
