// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** The meters of the history service. */
final class HistoryMetrics {

  private static final String PREFIX = "fencepost.history.";

  private final MeterRegistry meters;
  private final Timer workflowTaskScheduleToStart;
  private final Timer workflowTaskStartToClose;
  private final Timer activityScheduleToStart;
  private final Counter conditionRetries;

  HistoryMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.workflowTaskScheduleToStart = timer("workflow.task.schedule.to.start");
    this.workflowTaskStartToClose = timer("workflow.task.start.to.close");
    this.activityScheduleToStart = timer("activity.schedule.to.start");
    this.conditionRetries = meters.counter(PREFIX + "persistence.retries");
  }

  private Timer timer(String name) {
    return Timer.builder(PREFIX + name).publishPercentiles(0.5, 0.99).register(meters);
  }

  void workflowTaskStarted(Duration waited) {
    workflowTaskScheduleToStart.record(waited);
  }

  void workflowTaskCompleted(Duration taken) {
    workflowTaskStartToClose.record(taken);
  }

  void activityStarted(Duration waited) {
    activityScheduleToStart.record(waited);
  }

  /** A write found the run changed and is made again. */
  void writeRepeated() {
    conditionRetries.increment();
  }

  void shardAcquired() {
    meters.counter(PREFIX + "shard.acquisitions").increment();
  }

  void shardClosed(ShardClosed.Reason reason) {
    meters.counter(PREFIX + "shard.closings", "reason", reason.name()).increment();
  }

  void taskExecuted(String queue, String kind) {
    meters.counter(PREFIX + "tasks", "queue", queue, "kind", kind, "outcome", "done").increment();
  }

  void taskFailed(String queue, String kind) {
    meters.counter(PREFIX + "tasks", "queue", queue, "kind", kind, "outcome", "failed").increment();
  }
}
