// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import dev.fencepost.engine.internal.demo.audit.Evidence;
import dev.fencepost.engine.internal.demo.audit.HistoryReader;
import dev.fencepost.engine.internal.demo.audit.RunHistory;
import dev.fencepost.engine.internal.demo.workload.Ledger;
import dev.fencepost.engine.internal.demo.workload.Ledger.Attempt;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads everything back through the API once all workflows have ended. */
final class EvidenceCollector {

  /** Visibility follows the histories; it may lag this long. */
  private static final Duration VISIBILITY_LAG = Duration.ofSeconds(15);

  private static final long POLL_MILLIS = 100;

  private EvidenceCollector() {}

  static Evidence collect(
      Connections connections, Load load, Ledger ledger, Set<Attempt> acknowledged) {
    HistoryReader reader = new HistoryReader(connections.stubs(), Connections.NAMESPACE);
    Map<String, WorkflowExecutionInfo> listed = new HashMap<>(reader.list());
    List<WorkflowExecution> known = new ArrayList<>();
    listed.values().forEach(run -> known.add(run.getExecution()));
    load.runIds()
        .forEach(
            (workflowId, runId) ->
                known.add(
                    WorkflowExecution.newBuilder()
                        .setWorkflowId(workflowId)
                        .setRunId(runId)
                        .build()));
    List<RunHistory> histories = reader.read(known);
    long deadline = System.nanoTime() + VISIBILITY_LAG.toNanos();
    while (!agrees(listed, histories) && System.nanoTime() < deadline) {
      pause();
      listed = new HashMap<>(reader.list());
    }
    Map<String, String> statuses = new HashMap<>();
    listed.forEach((runId, run) -> statuses.put(runId, run.getStatus().name()));
    return new Evidence(
        histories,
        load.expected(),
        load.runIds(),
        load.acknowledgedSignals(),
        acknowledged,
        ledger,
        statuses);
  }

  private static boolean agrees(
      Map<String, WorkflowExecutionInfo> listed, List<RunHistory> histories) {
    return histories.stream().allMatch(run -> listed.containsKey(run.runId()))
        && listed.values().stream()
            .noneMatch(
                run ->
                    run.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("interrupted", interrupted);
    }
  }
}
