// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.audit;

import com.google.protobuf.util.Timestamps;
import dev.fencepost.engine.internal.demo.workload.Ledger.Attempt;
import dev.fencepost.engine.internal.demo.workload.Ledger.Effect;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.converter.GlobalDataConverter;
import java.util.ArrayList;
import java.util.List;

/** Builds histories as the engine would write them, for tests that then damage them. */
final class Histories {

  static final String WORKFLOW = "order-0";
  static final String RUN = "run-1";

  private Histories() {}

  /**
   * A run with one workflow task and one activity that returns the result, which it returns too.
   */
  static RunHistory completed(String runId, long startMillis, String result) {
    return new RunHistory(WORKFLOW, runId, completedEvents(startMillis, result));
  }

  static List<HistoryEvent> completedEvents(long startMillis, String result) {
    List<HistoryEvent.Builder> events = new ArrayList<>();
    HistoryEvent.Builder started = event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED);
    started.getWorkflowExecutionStartedEventAttributesBuilder().setAttempt(1);
    events.add(started);
    events.add(event(EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED));
    HistoryEvent.Builder taskStarted = event(EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED);
    taskStarted.getWorkflowTaskStartedEventAttributesBuilder().setScheduledEventId(2);
    events.add(taskStarted);
    HistoryEvent.Builder taskCompleted = event(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
    taskCompleted.getWorkflowTaskCompletedEventAttributesBuilder().setStartedEventId(3);
    events.add(taskCompleted);
    HistoryEvent.Builder scheduled = event(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED);
    scheduled.getActivityTaskScheduledEventAttributesBuilder().setActivityId("a");
    events.add(scheduled);
    HistoryEvent.Builder activityStarted = event(EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED);
    activityStarted
        .getActivityTaskStartedEventAttributesBuilder()
        .setScheduledEventId(5)
        .setAttempt(2);
    events.add(activityStarted);
    HistoryEvent.Builder activity = event(EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED);
    activity
        .getActivityTaskCompletedEventAttributesBuilder()
        .setScheduledEventId(5)
        .setStartedEventId(6)
        .setResult(payloads(result));
    events.add(activity);
    HistoryEvent.Builder close = event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    close.getWorkflowExecutionCompletedEventAttributesBuilder().setResult(payloads(result));
    events.add(close);
    List<HistoryEvent> built = new ArrayList<>();
    for (HistoryEvent.Builder event : events) {
      int id = built.size() + 1;
      built.add(event.setEventId(id).setEventTime(Timestamps.fromMillis(startMillis + id)).build());
    }
    return built;
  }

  static Attempt activityAttempt() {
    return new Attempt(new Effect(WORKFLOW, RUN, "a"), 2);
  }

  static Payloads payloads(String text) {
    return GlobalDataConverter.get().toPayloads(text).orElseThrow();
  }

  private static HistoryEvent.Builder event(EventType type) {
    return HistoryEvent.newBuilder().setEventType(type);
  }
}
