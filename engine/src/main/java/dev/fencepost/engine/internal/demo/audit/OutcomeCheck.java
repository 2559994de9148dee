// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.audit;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import com.google.protobuf.util.Timestamps;
import dev.fencepost.engine.internal.demo.workload.Expected;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.converter.GlobalDataConverter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Compares how workflows ended, and in how many runs, with what their code says. */
final class OutcomeCheck {

  private final Map<String, List<RunHistory>> runsByWorkflow;
  private final Evidence evidence;
  private final List<String> violations = new ArrayList<>();

  private OutcomeCheck(Evidence evidence) {
    this.evidence = evidence;
    this.runsByWorkflow = evidence.histories().stream().collect(groupingBy(RunHistory::workflowId));
  }

  static List<String> violations(Evidence evidence) {
    OutcomeCheck check = new OutcomeCheck(evidence);
    check.runsByWorkflow.values().forEach(check::requireOneAfterTheOther);
    evidence.expected().forEach(check::requireOutcome);
    evidence.acknowledgedSignals().forEach(check::requireSignalsOnce);
    check.requireListed();
    return check.violations;
  }

  static WorkflowExecutionStatus status(RunHistory run) {
    return run.close()
        .map(OutcomeCheck::status)
        .orElse(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
  }

  private static WorkflowExecutionStatus status(HistoryEvent close) {
    return switch (close.getEventType()) {
      case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED ->
          WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED;
      case EVENT_TYPE_WORKFLOW_EXECUTION_FAILED ->
          WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED;
      case EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT ->
          WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TIMED_OUT;
      case EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED ->
          WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED;
      case EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED ->
          WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED;
      case EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW ->
          WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW;
      default -> WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    };
  }

  private void requireOneAfterTheOther(List<RunHistory> runs) {
    List<RunHistory> ordered =
        runs.stream()
            .filter(run -> !run.events().isEmpty())
            .sorted(
                Comparator.comparing(
                    run -> run.events().getFirst().getEventTime(), Timestamps.comparator()))
            .toList();
    for (int index = 1; index < ordered.size(); index++) {
      RunHistory before = ordered.get(index - 1);
      RunHistory after = ordered.get(index);
      boolean closedBefore =
          before
              .close()
              .filter(
                  close ->
                      Timestamps.compare(
                              close.getEventTime(), after.events().getFirst().getEventTime())
                          <= 0)
              .isPresent();
      if (!closedBefore) {
        violations.add(before + " was still open when " + after.runId() + " started");
      }
    }
  }

  private void requireOutcome(String workflowId, Expected expected) {
    Map<String, RunHistory> runs =
        runsByWorkflow.getOrDefault(workflowId, List.of()).stream()
            .collect(toMap(RunHistory::runId, Function.identity(), (first, second) -> first));
    String runId = evidence.startedRuns().getOrDefault(workflowId, "");
    RunHistory last = runs.get(runId);
    while (last != null && last.next().isPresent()) {
      last = runs.get(last.next().get());
    }
    if (last == null) {
      violations.add(workflowId + ": the run that was acknowledged, " + runId + ", is lost");
      return;
    }
    if (status(last) != expected.status()) {
      violations.add(last + ": ended as " + status(last) + ", not as " + expected.status());
    } else if (!result(last).equals(Optional.of(expected.result()))) {
      violations.add(
          last + ": ended with '" + result(last).orElse("") + "', not '" + expected.result() + "'");
    }
  }

  private static Optional<String> result(RunHistory run) {
    return run.close()
        .map(
            close ->
                close.hasWorkflowExecutionFailedEventAttributes()
                    ? close.getWorkflowExecutionFailedEventAttributes().getFailure().getMessage()
                    : text(close.getWorkflowExecutionCompletedEventAttributes().getResult()));
  }

  private static String text(Payloads payloads) {
    return payloads.getPayloadsCount() == 0
        ? ""
        : Objects.requireNonNullElse(
            GlobalDataConverter.get()
                .fromPayload(payloads.getPayloads(0), String.class, String.class),
            "");
  }

  private void requireSignalsOnce(String workflowId, List<String> inputs) {
    List<String> received =
        runsByWorkflow.getOrDefault(workflowId, List.of()).stream()
            .flatMap(run -> run.events().stream())
            .filter(HistoryEvent::hasWorkflowExecutionSignaledEventAttributes)
            .map(event -> event.getWorkflowExecutionSignaledEventAttributes().getInput())
            .map(OutcomeCheck::text)
            .toList();
    for (String input : inputs) {
      long times = received.stream().filter(input::equals).count();
      if (times != 1) {
        violations.add(
            workflowId
                + ": the acknowledged signal '"
                + input
                + "' was received "
                + times
                + " times, not once");
      }
    }
  }

  private void requireListed() {
    for (RunHistory run : evidence.histories()) {
      String listed = evidence.listed().getOrDefault(run.runId(), "nothing");
      if (!listed.equals(status(run).name())) {
        violations.add(run + ": visibility lists " + listed + ", not " + status(run).name());
      }
    }
  }
}
