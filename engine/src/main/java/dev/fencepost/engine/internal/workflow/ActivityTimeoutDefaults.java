// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import io.temporal.api.command.v1.ScheduleActivityTaskCommandAttributes;
import java.time.Duration;
import java.util.Optional;

/**
 * The four timeouts of an activity as they hold: what is left out follows from the others, none is
 * longer than the run's own.
 */
record ActivityTimeoutDefaults(
    Duration scheduleToClose, Duration scheduleToStart, Duration startToClose, Duration heartbeat) {

  /** The timeouts of a command, or empty if they don't bound an attempt. */
  static Optional<ActivityTimeoutDefaults> of(
      ScheduleActivityTaskCommandAttributes command, Duration runTimeout) {
    Duration scheduleToClose = Times.duration(command.getScheduleToCloseTimeout());
    Duration scheduleToStart = Times.duration(command.getScheduleToStartTimeout());
    Duration startToClose = Times.duration(command.getStartToCloseTimeout());
    Duration heartbeat = Times.duration(command.getHeartbeatTimeout());
    boolean negative =
        scheduleToClose.isNegative()
            || scheduleToStart.isNegative()
            || startToClose.isNegative()
            || heartbeat.isNegative();
    if (negative || (scheduleToClose.isZero() && startToClose.isZero())) {
      return Optional.empty();
    }
    Duration whole = Times.shorter(scheduleToClose, runTimeout);
    Duration attempt = Times.shorter(startToClose, whole);
    return Optional.of(
        new ActivityTimeoutDefaults(
            whole,
            Times.shorter(scheduleToStart, whole),
            attempt,
            heartbeat.isZero() ? heartbeat : Times.shorter(heartbeat, attempt)));
  }
}
