// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.v1.ActivityInfo;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.TimerTask;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.failure.v1.Failure;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Timeouts of activities. Only the earliest deadline of all activities has a timer task. */
final class ActivityTimeouts {

  private record Expired(ActivityInfo activity, ActivityDeadline deadline) {}

  private final Draft draft;
  private final ActivityMachine machine;

  ActivityTimeouts(Draft draft) {
    this.draft = draft;
    this.machine = new ActivityMachine(draft);
  }

  /** Times out or retries every activity whose deadline has passed. */
  void fire(Instant fireTime) {
    MutableState.Builder state = draft.state();
    Instant due = fireTime.isAfter(draft.now()) ? fireTime : draft.now();
    if (state.hasArmedActivityTimeout()
        && !Times.instant(state.getArmedActivityTimeout()).isAfter(due)) {
      state.clearArmedActivityTimeout();
    }
    List<Expired> expired =
        draft.activities().values().stream()
            .flatMap(
                activity ->
                    ActivityDeadline.of(activity)
                        .map(deadline -> new Expired(activity, deadline))
                        .stream())
            .filter(candidate -> !candidate.deadline().time().isAfter(due))
            .sorted(
                Comparator.comparing((Expired candidate) -> candidate.deadline().time())
                    .thenComparingLong(candidate -> candidate.activity().getScheduledEventId()))
            .toList();
    for (Expired candidate : expired) {
      timeOut(candidate.activity(), candidate.deadline().type());
    }
  }

  private void timeOut(ActivityInfo activity, TimeoutType type) {
    Failure failure = failure(activity, type);
    RetryBackoff retry = machine.retryAfter(activity, failure);
    if (retry.isRetry()) {
      machine.retry(activity, failure, retry.delay(), "");
    } else if (type == TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE) {
      machine.timedOut(activity, failure, RetryState.RETRY_STATE_TIMEOUT);
    } else if (retry.state() == RetryState.RETRY_STATE_TIMEOUT) {
      Failure outOfTime = failure(activity, TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE);
      machine.timedOut(activity, outOfTime.toBuilder().setCause(failure).build(), retry.state());
    } else {
      machine.timedOut(activity, failure, retry.state());
    }
  }

  private static Failure failure(ActivityInfo activity, TimeoutType type) {
    Failure.Builder failure =
        Failures.timeout("activity " + name(type) + " timeout", type).toBuilder();
    if (activity.hasHeartbeatDetails()) {
      failure
          .getTimeoutFailureInfoBuilder()
          .setLastHeartbeatDetails(activity.getHeartbeatDetails());
    }
    if (activity.hasLastFailure()) {
      failure.setCause(activity.getLastFailure());
    }
    return failure.build();
  }

  private static String name(TimeoutType type) {
    return switch (type) {
      case TIMEOUT_TYPE_START_TO_CLOSE -> "StartToClose";
      case TIMEOUT_TYPE_SCHEDULE_TO_START -> "ScheduleToStart";
      case TIMEOUT_TYPE_SCHEDULE_TO_CLOSE -> "ScheduleToClose";
      case TIMEOUT_TYPE_HEARTBEAT -> "Heartbeat";
      case TIMEOUT_TYPE_UNSPECIFIED, UNRECOGNIZED -> "unknown";
    };
  }

  /** Makes sure a timer task stands for the earliest deadline. */
  void arm() {
    MutableState.Builder state = draft.state();
    Optional<Instant> earliest =
        draft.activities().values().stream()
            .flatMap(activity -> ActivityDeadline.of(activity).stream())
            .map(ActivityDeadline::time)
            .min(Comparator.naturalOrder());
    if (earliest.isPresent()
        && (!state.hasArmedActivityTimeout()
            || earliest.get().isBefore(Times.instant(state.getArmedActivityTimeout())))) {
      state.setArmedActivityTimeout(Times.timestamp(earliest.get()));
      draft.timer(
          earliest.get(),
          TimerTask.newBuilder()
              .setActivityTimeout(TimerTask.ActivityTimeout.getDefaultInstance()));
    }
  }
}
