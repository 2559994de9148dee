// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.audit;

import dev.fencepost.engine.internal.demo.workload.Ledger;
import dev.fencepost.engine.internal.demo.workload.Ledger.Attempt;
import dev.fencepost.engine.internal.demo.workload.Ledger.Effect;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.history.v1.ActivityTaskStartedEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.converter.GlobalDataConverter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares the activities of histories with the ledger and with what was acknowledged. */
final class ActivityCheck {

  private final Ledger ledger;
  private final List<String> violations = new ArrayList<>();
  private final Set<Attempt> completed = new HashSet<>();

  private ActivityCheck(Ledger ledger) {
    this.ledger = ledger;
  }

  static List<String> violations(
      List<RunHistory> histories, Ledger ledger, Set<Attempt> acknowledged) {
    ActivityCheck check = new ActivityCheck(ledger);
    histories.forEach(check::compare);
    check.requireAcknowledged(acknowledged);
    check.requireEffects();
    return check.violations;
  }

  private void compare(RunHistory run) {
    Map<Long, Effect> scheduled = new HashMap<>();
    Map<Long, ActivityTaskStartedEventAttributes> started = new HashMap<>();
    for (HistoryEvent event : run.events()) {
      switch (event.getEventType()) {
        case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED ->
            scheduled.put(
                event.getEventId(),
                new Effect(
                    run.workflowId(),
                    run.runId(),
                    event.getActivityTaskScheduledEventAttributes().getActivityId()));
        case EVENT_TYPE_ACTIVITY_TASK_STARTED ->
            started.put(event.getEventId(), event.getActivityTaskStartedEventAttributes());
        case EVENT_TYPE_ACTIVITY_TASK_COMPLETED ->
            compareCompletion(
                run,
                attempt(
                    scheduled,
                    started,
                    event.getActivityTaskCompletedEventAttributes().getScheduledEventId(),
                    event.getActivityTaskCompletedEventAttributes().getStartedEventId()),
                event.getActivityTaskCompletedEventAttributes().getResult());
        case EVENT_TYPE_ACTIVITY_TASK_FAILED ->
            compareFailure(
                run,
                attempt(
                    scheduled,
                    started,
                    event.getActivityTaskFailedEventAttributes().getScheduledEventId(),
                    event.getActivityTaskFailedEventAttributes().getStartedEventId()));
        default -> {}
      }
    }
  }

  private static Attempt attempt(
      Map<Long, Effect> scheduled,
      Map<Long, ActivityTaskStartedEventAttributes> started,
      long scheduledEventId,
      long startedEventId) {
    Effect effect = scheduled.remove(scheduledEventId);
    ActivityTaskStartedEventAttributes start = started.remove(startedEventId);
    if (effect == null || start == null || start.getScheduledEventId() != scheduledEventId) {
      return new Attempt(new Effect("", "", "event " + scheduledEventId), 0);
    }
    return new Attempt(effect, start.getAttempt());
  }

  private void compareCompletion(RunHistory run, Attempt attempt, Payloads result) {
    if (attempt.number() == 0) {
      violations.add(
          run
              + ": an activity completed that was not scheduled and started, or ended before: "
              + attempt.effect().activityId());
      return;
    }
    completed.add(attempt);
    String recorded =
        result.getPayloadsCount() == 0
            ? ""
            : GlobalDataConverter.get()
                .fromPayload(result.getPayloads(0), String.class, String.class);
    String done = ledger.result(attempt).orElse("nothing");
    if (!done.equals(recorded)) {
      violations.add(
          run
              + ": "
              + describe(attempt)
              + " completed with '"
              + recorded
              + "' in the history, the ledger has "
              + done);
    }
  }

  private void compareFailure(RunHistory run, Attempt attempt) {
    if (attempt.number() == 0 || !ledger.wasRun(attempt)) {
      violations.add(run + ": " + describe(attempt) + " failed without having been run");
    }
  }

  private void requireAcknowledged(Set<Attempt> acknowledged) {
    acknowledged.stream()
        .filter(attempt -> !completed.contains(attempt))
        .forEach(
            attempt ->
                violations.add(
                    attempt.effect().workflowId()
                        + "/"
                        + attempt.effect().runId()
                        + ": the acknowledged completion of "
                        + describe(attempt)
                        + " is lost"));
  }

  private void requireEffects() {
    Set<Effect> inHistories = new HashSet<>();
    completed.forEach(attempt -> inHistories.add(attempt.effect()));
    ledger.effects().stream()
        .filter(effect -> !inHistories.contains(effect))
        .forEach(
            effect ->
                violations.add(
                    effect.workflowId()
                        + "/"
                        + effect.runId()
                        + ": activity "
                        + effect.activityId()
                        + " took effect but no history says so"));
  }

  private static String describe(Attempt attempt) {
    return "attempt " + attempt.number() + " of activity " + attempt.effect().activityId();
  }
}
