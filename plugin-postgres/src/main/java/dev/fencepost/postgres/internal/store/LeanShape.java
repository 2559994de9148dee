// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.spi.execution.CurrentHandling;
import dev.fencepost.spi.execution.ExecutionState;
import dev.fencepost.spi.execution.UpdateExecution;
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.spi.task.ImmediateTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which parts an update has that a {@linkplain LeanUpdates lean} statement can do.
 *
 * @param handling what is asked of the current run
 * @param immediateTasks how many immediate tasks it adds
 * @param scheduledTasks whether it adds scheduled tasks
 * @param node whether it appends a node
 */
record LeanShape(
    CurrentHandling handling, Rows immediateTasks, boolean scheduledTasks, boolean node) {

  /** How many rows there are; one needs no array. */
  enum Rows {
    NONE,
    ONE,
    MANY
  }

  /**
   * The shape of an update, or empty if it creates a run, closes one, or appends to several
   * branches.
   */
  static Optional<LeanShape> of(UpdateExecution request) {
    boolean isLean =
        request.newRun().isEmpty()
            && request.mutation().info().state() == ExecutionState.RUNNING
            && request.appends().size() <= 1
            && request.appends().stream().allMatch(append -> append.newBranch().isEmpty());
    if (!isLean) {
      return Optional.empty();
    }
    int immediate = 0;
    List<HistoryTask> tasks = request.mutation().tasks();
    for (HistoryTask task : tasks) {
      if (task instanceof ImmediateTask) {
        immediate++;
      }
    }
    return Optional.of(
        new LeanShape(
            request.currentHandling(),
            immediate == 0 ? Rows.NONE : immediate == 1 ? Rows.ONE : Rows.MANY,
            immediate < tasks.size(),
            !request.appends().isEmpty()));
  }

  static List<LeanShape> all() {
    List<LeanShape> shapes = new ArrayList<>();
    for (CurrentHandling handling : CurrentHandling.values()) {
      for (Rows immediate : Rows.values()) {
        for (boolean scheduled : new boolean[] {false, true}) {
          for (boolean node : new boolean[] {false, true}) {
            shapes.add(new LeanShape(handling, immediate, scheduled, node));
          }
        }
      }
    }
    return shapes;
  }
}
