// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.audit;

import com.google.protobuf.util.Timestamps;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of comparing everything with everything.
 *
 * @param violations what does not hold, one line each; empty if all of it holds
 * @param outcomes how many runs ended with each status
 * @param events how many events all histories have
 * @param histories how many histories were checked
 * @param completions how many acknowledged activity completions were found again
 * @param workflowTaskMillis how long each workflow task took from its start to its completion,
 *     sorted
 */
public record Audit(
    List<String> violations,
    Map<WorkflowExecutionStatus, Integer> outcomes,
    long events,
    int histories,
    int completions,
    List<Long> workflowTaskMillis) {

  /** Compares. */
  public static Audit of(Evidence evidence) {
    List<String> violations = new ArrayList<>();
    Map<WorkflowExecutionStatus, Integer> outcomes = new EnumMap<>(WorkflowExecutionStatus.class);
    List<Long> millis = new ArrayList<>();
    long events = 0;
    for (RunHistory run : evidence.histories()) {
      violations.addAll(HistoryCheck.violations(run));
      outcomes.merge(OutcomeCheck.status(run), 1, Integer::sum);
      events += run.events().size();
      addWorkflowTasks(run, millis);
    }
    violations.addAll(
        ActivityCheck.violations(
            evidence.histories(), evidence.ledger(), evidence.acknowledgedCompletions()));
    violations.addAll(OutcomeCheck.violations(evidence));
    Collections.sort(millis);
    return new Audit(
        List.copyOf(violations),
        outcomes,
        events,
        evidence.histories().size(),
        evidence.acknowledgedCompletions().size(),
        millis);
  }

  /** The time within which a share of the workflow tasks was done; 0 if there was none. */
  public long workflowTaskMillis(double share) {
    return workflowTaskMillis.isEmpty()
        ? 0
        : workflowTaskMillis.get((int) Math.floor(share * (workflowTaskMillis.size() - 1)));
  }

  private static void addWorkflowTasks(RunHistory run, List<Long> millis) {
    Map<Long, HistoryEvent> started = new HashMap<>();
    for (HistoryEvent event : run.events()) {
      if (event.hasWorkflowTaskStartedEventAttributes()) {
        started.put(event.getEventId(), event);
      } else if (event.hasWorkflowTaskCompletedEventAttributes()) {
        HistoryEvent start =
            started.get(event.getWorkflowTaskCompletedEventAttributes().getStartedEventId());
        if (start != null) {
          millis.add(
              Timestamps.toMillis(event.getEventTime())
                  - Timestamps.toMillis(start.getEventTime()));
        }
      }
    }
  }
}
