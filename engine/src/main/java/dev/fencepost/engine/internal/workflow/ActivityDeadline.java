// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.v1.ActivityInfo;
import io.temporal.api.enums.v1.TimeoutType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When an activity times out next.
 *
 * @param time when
 * @param type by which of its timeouts
 */
record ActivityDeadline(Instant time, TimeoutType type) {

  /** The earliest deadline, or empty if the activity may take for ever. */
  static Optional<ActivityDeadline> of(ActivityInfo activity) {
    List<ActivityDeadline> deadlines = new ArrayList<>();
    add(
        deadlines,
        Times.instant(activity.getFirstScheduledTime()),
        activity.getScheduleToCloseTimeout(),
        TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE);
    if (activity.hasStartedTime()) {
      Instant started = Times.instant(activity.getStartedTime());
      add(
          deadlines,
          started,
          activity.getStartToCloseTimeout(),
          TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE);
      Instant heartbeat = Times.instant(activity.getLastHeartbeatTime());
      add(
          deadlines,
          heartbeat.isAfter(started) ? heartbeat : started,
          activity.getHeartbeatTimeout(),
          TimeoutType.TIMEOUT_TYPE_HEARTBEAT);
    } else {
      add(
          deadlines,
          Times.instant(activity.getScheduledTime()),
          activity.getScheduleToStartTimeout(),
          TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START);
    }
    return deadlines.stream().min(Comparator.comparing(ActivityDeadline::time));
  }

  private static void add(
      List<ActivityDeadline> deadlines,
      Instant from,
      com.google.protobuf.Duration timeout,
      TimeoutType type) {
    Duration length = Times.duration(timeout);
    if (length.isPositive()) {
      deadlines.add(new ActivityDeadline(Times.fireTime(from.plus(length)), type));
    }
  }
}
