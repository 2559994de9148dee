// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.execution;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.task.HistoryTask;
import java.util.List;

/**
 * A run that does not exist yet.
 *
 * @param key the run
 * @param info what to store
 * @param tasks the tasks the run starts with; their keys must be unused
 */
public record ExecutionSnapshot(WorkflowKey key, ExecutionInfo info, List<HistoryTask> tasks) {

  /** Copies the tasks. */
  public ExecutionSnapshot {
    requireNonNull(key, "key is null");
    requireNonNull(info, "info is null");
    tasks = List.copyOf(tasks);
  }
}
