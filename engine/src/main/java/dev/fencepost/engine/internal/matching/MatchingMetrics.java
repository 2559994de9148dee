// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import dev.fencepost.spi.taskqueue.TaskQueueKey;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Reports the meters of {@link MatchingMetric}. */
final class MatchingMetrics {

  private final MeterRegistry meters;

  MatchingMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  void added(TaskQueueKey key, String outcome) {
    count(MatchingMetric.TASKS_ADDED, key, outcome);
  }

  void dispatched(TaskQueueKey key, String outcome) {
    count(MatchingMetric.TASKS_DISPATCHED, key, outcome);
  }

  private void count(MatchingMetric metric, TaskQueueKey key, String outcome) {
    meters.counter(metric.meterName(), "type", type(key), "outcome", outcome).increment();
  }

  void polled(TaskQueueKey key, String outcome, Duration taken) {
    Timer.builder(MatchingMetric.POLL_LATENCY.meterName())
        .tags("type", type(key), "outcome", outcome)
        .register(meters)
        .record(taken);
  }

  void leaseLost() {
    meters.counter(MatchingMetric.LEASES_LOST.meterName()).increment();
  }

  <T> void gauge(MatchingMetric metric, T source, ToDoubleFunction<T> value) {
    Gauge.builder(metric.meterName(), source, value).register(meters);
  }

  private static String type(TaskQueueKey key) {
    return key.type().name().toLowerCase(Locale.ROOT);
  }
}
