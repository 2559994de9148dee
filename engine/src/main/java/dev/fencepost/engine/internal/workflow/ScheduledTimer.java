// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static java.util.Objects.requireNonNull;

import dev.fencepost.engine.v1.TimerTask;
import java.time.Instant;

/**
 * A timer task to persist.
 *
 * @param fireTime when it is due, in whole milliseconds
 * @param task what to do then
 */
public record ScheduledTimer(Instant fireTime, TimerTask task) {

  /** Checks that nothing is missing. */
  public ScheduledTimer {
    requireNonNull(fireTime, "fireTime is null");
    requireNonNull(task, "task is null");
  }
}
