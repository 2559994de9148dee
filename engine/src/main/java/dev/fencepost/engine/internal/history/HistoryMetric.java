// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

/** The meters of the history service. */
enum HistoryMetric {
  /** Timer: how long workflow tasks waited for a worker. */
  WORKFLOW_TASK_SCHEDULE_TO_START("fencepost.history.workflow.task.schedule.to.start"),
  /** Timer: how long workers took for workflow tasks. */
  WORKFLOW_TASK_START_TO_CLOSE("fencepost.history.workflow.task.start.to.close"),
  /** Timer: how long activity tasks waited for a worker. */
  ACTIVITY_SCHEDULE_TO_START("fencepost.history.activity.schedule.to.start"),
  /**
   * Counter: tasks executed. Tags {@code queue}, {@code kind} and {@code outcome}: {@code done}, or
   * {@code failed} when it is tried again.
   */
  TASKS("fencepost.history.tasks"),
  /** Counter: shards acquired. */
  SHARD_ACQUISITIONS("fencepost.history.shard.acquisitions"),
  /** Counter: shards closed. Tag {@code reason}. */
  SHARD_CLOSINGS("fencepost.history.shard.closings"),
  /** Counter: writes that were made again because the run had changed. */
  PERSISTENCE_RETRIES("fencepost.history.persistence.retries");

  private final String meterName;

  HistoryMetric(String meterName) {
    this.meterName = meterName;
  }

  String meterName() {
    return meterName;
  }
}
