// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.metric.PersistenceMetric;
import org.junit.jupiter.api.Test;

final class EngineMetricsTest {

  private static final String TEXT =
      """
      # HELP fencepost_persistence_conflicts_total
      # TYPE fencepost_persistence_conflicts_total counter
      fencepost_persistence_conflicts_total{backend="postgres",operation="shards.acquire"} 2.0
      fencepost_persistence_conflicts_total{backend="postgres",operation="executions.update"} 3.0
      fencepost_persistence_attempts_total{backend="postgres",operation="executions.update"} 9.0
      fencepost_persistence_latency_seconds_count{operation="executions.update"} 4
      fencepost_persistence_latency_seconds_sum{operation="executions.update"} 0.5
      """;

  @Test
  void theSumIsOverAllOperations() {
    assertThat(EngineMetrics.sum(TEXT, PersistenceMetric.CONFLICTS, "_total")).isEqualTo(5);
    assertThat(EngineMetrics.sum(TEXT, PersistenceMetric.ATTEMPTS, "_total")).isEqualTo(9);
    assertThat(EngineMetrics.sum(TEXT, PersistenceMetric.LATENCY, "_seconds_count")).isEqualTo(4);
  }

  @Test
  void retriesAreAttemptsThatWereNotTheFirstOfTheirCall() {
    assertThat(new EngineMetrics.Counters(9, 4, 5).retries()).isEqualTo(5);
  }
}
