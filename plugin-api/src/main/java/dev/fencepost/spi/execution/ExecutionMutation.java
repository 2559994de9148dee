// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.execution;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.task.HistoryTask;
import java.util.List;

/**
 * A change of a run.
 *
 * @param key the run
 * @param expectedRecordVersion the record version the change was made from; afterwards it is one
 *     more
 * @param info what to store
 * @param tasks the tasks to add; their keys must be unused
 */
public record ExecutionMutation(
    WorkflowKey key, long expectedRecordVersion, ExecutionInfo info, List<HistoryTask> tasks) {

  /** Copies the tasks. */
  public ExecutionMutation {
    requireNonNull(key, "key is null");
    requireNonNull(info, "info is null");
    tasks = List.copyOf(tasks);
  }
}
