// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.spi.history.HistoryAppend;
import dev.fencepost.spi.task.HistoryTask;
import java.util.List;

/**
 * Which tables a write adds to. Each shape has a statement of its own, so that none touches a table
 * it has no rows for.
 *
 * @param immediateTasks whether it adds immediate tasks
 * @param scheduledTasks whether it adds scheduled tasks
 * @param nodes whether it adds history
 * @param branches whether it adds branches of history
 */
record WriteShape(boolean immediateTasks, boolean scheduledTasks, boolean nodes, boolean branches) {

  /** Both kinds of tasks, perhaps none. */
  static final WriteShape TASKS = new WriteShape(true, true, false, false);

  /** Everything, perhaps none. */
  static final WriteShape EVERYTHING = new WriteShape(true, true, true, true);

  static WriteShape of(List<? extends HistoryTask> tasks, List<HistoryAppend> appends) {
    return new WriteShape(
        !WriteParts.immediate(tasks).isEmpty(),
        !WriteParts.scheduled(tasks).isEmpty(),
        !appends.isEmpty(),
        appends.stream().anyMatch(append -> append.newBranch().isPresent()));
  }

  /** Every shape there is: branches are only added with nodes. */
  static List<WriteShape> all() {
    return List.of(
        new WriteShape(false, false, false, false),
        new WriteShape(true, false, false, false),
        new WriteShape(false, true, false, false),
        new WriteShape(true, true, false, false),
        new WriteShape(false, false, true, false),
        new WriteShape(true, false, true, false),
        new WriteShape(false, true, true, false),
        new WriteShape(true, true, true, false),
        new WriteShape(false, false, true, true),
        new WriteShape(true, false, true, true),
        new WriteShape(false, true, true, true),
        new WriteShape(true, true, true, true));
  }
}
