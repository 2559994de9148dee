// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.v1.TimerInfo;
import io.temporal.api.command.v1.CancelTimerCommandAttributes;
import io.temporal.api.command.v1.StartTimerCommandAttributes;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.TimerCanceledEventAttributes;
import io.temporal.api.history.v1.TimerStartedEventAttributes;
import java.time.Instant;

/** Commands about timers. */
final class TimerCommands {

  private static final WorkflowTaskFailedCause BAD_START =
      WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_START_TIMER_ATTRIBUTES;
  private static final WorkflowTaskFailedCause BAD_CANCEL =
      WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_CANCEL_TIMER_ATTRIBUTES;

  private final CommandScope scope;
  private final Draft draft;

  TimerCommands(CommandScope scope) {
    this.scope = scope;
    this.draft = scope.draft();
  }

  void start(StartTimerCommandAttributes command) {
    scope.requireText(BAD_START, "TimerId", command.getTimerId());
    if (Times.isNegative(command.getStartToFireTimeout())) {
      throw CommandFailure.of(
          BAD_START, "StartToFireTimeout of timer " + command.getTimerId() + " is negative.");
    }
    if (draft.timers().containsKey(command.getTimerId())) {
      throw CommandFailure.of(
          WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_START_TIMER_DUPLICATE_ID,
          "Timer " + command.getTimerId() + " is pending already.");
    }
    HistoryEvent event =
        draft.write(
            scope
                .event(EventType.EVENT_TYPE_TIMER_STARTED)
                .setTimerStartedEventAttributes(
                    TimerStartedEventAttributes.newBuilder()
                        .setTimerId(command.getTimerId())
                        .setStartToFireTimeout(command.getStartToFireTimeout())
                        .setWorkflowTaskCompletedEventId(scope.completedEventId())));
    Instant expiry =
        Times.fireTime(draft.now().plus(Times.duration(command.getStartToFireTimeout())));
    draft
        .timers()
        .put(
            command.getTimerId(),
            TimerInfo.newBuilder()
                .setTimerId(command.getTimerId())
                .setStartedEventId(event.getEventId())
                .setExpiryTime(Times.timestamp(expiry))
                .build());
  }

  /** Cancels a timer; one that fired while the worker was busy is taken back. */
  void cancel(CancelTimerCommandAttributes command) {
    scope.requireText(BAD_CANCEL, "TimerId", command.getTimerId());
    TimerInfo timer = draft.timers().remove(command.getTimerId());
    long startedEventId;
    if (timer != null) {
      startedEventId = timer.getStartedEventId();
    } else {
      HistoryEvent fired =
          draft
              .buffered()
              .removeTimerFired(command.getTimerId())
              .orElseThrow(
                  () ->
                      CommandFailure.of(
                          BAD_CANCEL, "Timer " + command.getTimerId() + " is not pending."));
      startedEventId = fired.getTimerFiredEventAttributes().getStartedEventId();
      scope.reviewUnhandledEvents();
    }
    draft.write(
        scope
            .event(EventType.EVENT_TYPE_TIMER_CANCELED)
            .setTimerCanceledEventAttributes(
                TimerCanceledEventAttributes.newBuilder()
                    .setTimerId(command.getTimerId())
                    .setStartedEventId(startedEventId)
                    .setWorkflowTaskCompletedEventId(scope.completedEventId())
                    .setIdentity(scope.identity())));
  }
}
