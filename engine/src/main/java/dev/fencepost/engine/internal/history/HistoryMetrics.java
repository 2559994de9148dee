// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts and times what the history service does. */
final class HistoryMetrics {

  private final MeterRegistry meters;
  private final Timer workflowTaskScheduleToStart;
  private final Timer workflowTaskStartToClose;
  private final Timer activityScheduleToStart;

  HistoryMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.workflowTaskScheduleToStart = timer(HistoryMetric.WORKFLOW_TASK_SCHEDULE_TO_START);
    this.workflowTaskStartToClose = timer(HistoryMetric.WORKFLOW_TASK_START_TO_CLOSE);
    this.activityScheduleToStart = timer(HistoryMetric.ACTIVITY_SCHEDULE_TO_START);
  }

  private Timer timer(HistoryMetric metric) {
    return Timer.builder(metric.meterName()).publishPercentiles(0.5, 0.99).register(meters);
  }

  private Counter counter(HistoryMetric metric, String... tags) {
    return meters.counter(metric.meterName(), tags);
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

  void changeRepeated() {
    counter(HistoryMetric.PERSISTENCE_RETRIES).increment();
  }

  void shardAcquired() {
    counter(HistoryMetric.SHARD_ACQUISITIONS).increment();
  }

  void shardClosed(ShardClosed.Reason reason) {
    counter(HistoryMetric.SHARD_CLOSINGS, "reason", reason.name()).increment();
  }

  void taskExecuted(String queue, String kind) {
    counter(HistoryMetric.TASKS, "queue", queue, "kind", kind, "outcome", "done").increment();
  }

  void taskFailed(String queue, String kind) {
    counter(HistoryMetric.TASKS, "queue", queue, "kind", kind, "outcome", "failed").increment();
  }
}
