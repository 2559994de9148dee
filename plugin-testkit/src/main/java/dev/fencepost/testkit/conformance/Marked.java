// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import dev.fencepost.spi.execution.CurrentHandling;
import dev.fencepost.spi.execution.ExecutionInfo;
import dev.fencepost.spi.execution.ExecutionMutation;
import dev.fencepost.spi.execution.ExecutionSnapshot;
import dev.fencepost.spi.execution.UpdateExecution;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.TaskCategory;
import dev.fencepost.testkit.internal.Infos;
import dev.fencepost.testkit.internal.Samples;
import dev.fencepost.testkit.internal.Workflow;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Writes that leave a transfer task with a mark, by which they are found again. */
final class Marked {

  private static final AtomicLong LAST_TASK_ID = new AtomicLong(1L << 40);

  private Marked() {}

  static HistoryTask task(UUID mark) {
    return new ImmediateTask(
        TaskCategory.TRANSFER, LAST_TASK_ID.incrementAndGet(), Samples.blob(mark.toString()));
  }

  static ExecutionSnapshot snapshot(WorkflowKey run, ExecutionInfo info, UUID mark) {
    return new ExecutionSnapshot(run, info, List.of(task(mark)));
  }

  static UpdateExecution update(
      Workflow workflow, WorkflowKey run, long expectedVersion, UUID mark) {
    return new UpdateExecution(
        workflow.fence(),
        UUID.randomUUID(),
        CurrentHandling.UPDATE_CURRENT,
        new ExecutionMutation(run, expectedVersion, Infos.running("marked"), List.of(task(mark))),
        Optional.empty(),
        List.of());
  }
}
