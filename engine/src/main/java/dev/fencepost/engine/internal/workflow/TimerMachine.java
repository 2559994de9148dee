// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.TimerInfo;
import dev.fencepost.engine.v1.TimerTask;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.TimerFiredEventAttributes;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Timers of the workflow. Only the earliest one has a timer task. */
final class TimerMachine {

  private final Draft draft;

  TimerMachine(Draft draft) {
    this.draft = draft;
  }

  /** Fires every timer that is due. */
  void fire(Instant fireTime) {
    MutableState.Builder state = draft.state();
    Instant due = fireTime.isAfter(draft.now()) ? fireTime : draft.now();
    if (state.hasArmedUserTimer() && !Times.instant(state.getArmedUserTimer()).isAfter(due)) {
      state.clearArmedUserTimer();
    }
    List<TimerInfo> expired =
        draft.timers().values().stream()
            .filter(timer -> !Times.instant(timer.getExpiryTime()).isAfter(due))
            .sorted(
                Comparator.comparing((TimerInfo timer) -> Times.instant(timer.getExpiryTime()))
                    .thenComparingLong(TimerInfo::getStartedEventId))
            .toList();
    for (TimerInfo timer : expired) {
      draft.timers().remove(timer.getTimerId());
      draft.buffer(
          draft
              .event(EventType.EVENT_TYPE_TIMER_FIRED)
              .setTimerFiredEventAttributes(
                  TimerFiredEventAttributes.newBuilder()
                      .setTimerId(timer.getTimerId())
                      .setStartedEventId(timer.getStartedEventId())));
    }
    if (!expired.isEmpty()) {
      new WorkflowTaskMachine(draft).scheduleForEvent();
    }
  }

  /** Makes sure a timer task stands for the earliest timer. */
  void arm() {
    MutableState.Builder state = draft.state();
    Optional<Instant> earliest =
        draft.timers().values().stream()
            .map(timer -> Times.fireTime(Times.instant(timer.getExpiryTime())))
            .min(Comparator.naturalOrder());
    if (earliest.isPresent()
        && (!state.hasArmedUserTimer()
            || earliest.get().isBefore(Times.instant(state.getArmedUserTimer())))) {
      state.setArmedUserTimer(Times.timestamp(earliest.get()));
      draft.timer(
          earliest.get(),
          TimerTask.newBuilder().setUserTimer(TimerTask.UserTimer.getDefaultInstance()));
    }
  }
}
