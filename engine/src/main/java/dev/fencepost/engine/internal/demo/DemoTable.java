// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import static java.util.stream.Collectors.joining;

import dev.fencepost.engine.embedded.LocalDatabase;
import dev.fencepost.engine.internal.demo.audit.Audit;
import dev.fencepost.engine.internal.demo.audit.CallRecorder;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table at the end. */
final class DemoTable {

  private final List<String> lines = new ArrayList<>();

  private DemoTable() {}

  static List<String> of(
      DemoPlan plan,
      Audit audit,
      List<Integer> openAtKill,
      EngineMetrics.Counters counters,
      LocalDatabase.Report database,
      CallRecorder recorder,
      Duration took) {
    DemoTable table = new DemoTable();
    table.row("workflows started", plan.workflows());
    for (Map.Entry<WorkflowExecutionStatus, Integer> outcome : audit.outcomes().entrySet()) {
      table.row("  runs " + text(outcome.getKey()), outcome.getValue());
    }
    table.row("events written", audit.events());
    table.row("histories checked", audit.histories());
    table.row("activity completions checked", audit.completions());
    table.row("kills with SIGKILL", openAtKill.size());
    openAtKill.stream()
        .min(Integer::compare)
        .ifPresent(fewest -> table.row("  fewest workflows open at one", fewest));
    table.row("client calls", recorder.calls());
    table.row(
        "  failed meanwhile, tried again",
        recorder.failures().values().stream().mapToLong(Long::longValue).sum());
    table.row("transactions committed", database.committed());
    table.row("  rolled back", database.rolledBack());
    table.row("  conflicts", counters.conflicts());
    table.row("  retries", counters.retries());
    table.row("statements refused", database.refused().size());
    table.row("workflow task p50", audit.workflowTaskMillis(0.50) + " ms");
    table.row("workflow task p99", audit.workflowTaskMillis(0.99) + " ms");
    table.row("time", String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0));
    table.row("seed", plan.seed());
    return table.lines;
  }

  private void row(String name, Object value) {
    lines.add(String.format(Locale.ROOT, "  %-34s %12s", name, value));
  }

  private static String text(WorkflowExecutionStatus status) {
    String name = status.name().substring("WORKFLOW_EXECUTION_STATUS_".length());
    return List.of(name.toLowerCase(Locale.ROOT).split("_", -1)).stream().collect(joining(" "));
  }
}
