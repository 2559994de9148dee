// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.metric.PersistenceMetric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Writers of one owner that write different workflows of one shard hardly ever fail each other. */
class WriterConflictTest {

  private static final Duration TIME = Duration.ofSeconds(10);
  private static final ClusterSource CLUSTER =
      SimulatedCluster.source(Map.of("pool-size", Integer.toString(BusyWriters.COUNT)));

  @BeforeAll
  static void setUp() {
    CLUSTER.empty();
  }

  @Test
  void ofSixteenWritersLessThanOneInAHundredTransactionsAborts(TestReporter reporter)
      throws Exception {
    Rate cas = measure(Map.of("fence", "cas"));
    Rate keyShare = measure(Map.of("fence", "key-share"));
    Rate oneStripe = measure(Map.of("fence", "cas", "stripes", "1"));
    reporter.publishEntry("16 writers, cas", cas.toString());
    reporter.publishEntry("16 writers, key-share", keyShare.toString());
    reporter.publishEntry("16 writers, cas with one stripe", oneStripe.toString());
    assertThat(cas.aborted()).isLessThan(0.01);
    assertThat(keyShare.aborted()).isLessThan(0.01);
  }

  private static Rate measure(Map<String, String> mode) throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (Persistence stores = CLUSTER.open(mode, meters)) {
      ShardFence fence = OwnedWorkflow.create(stores).fence();
      List<OwnedWorkflow> workflows =
          IntStream.range(0, BusyWriters.COUNT)
              .mapToObj(number -> OwnedWorkflow.createIn(stores, fence))
              .toList();
      AtomicLongArray versions = new AtomicLongArray(BusyWriters.COUNT);
      double attempts = count(meters, PersistenceMetric.ATTEMPTS);
      try (BusyWriters writers =
          new BusyWriters(writer -> workflows.get(writer).set(versions.incrementAndGet(writer)))) {
        Thread.sleep(TIME.toMillis());
        assertThat(writers.refused()).isZero();
      }
      attempts = count(meters, PersistenceMetric.ATTEMPTS) - attempts;
      return new Rate(attempts, count(meters, PersistenceMetric.CONFLICTS));
    }
  }

  private static double count(SimpleMeterRegistry meters, PersistenceMetric metric) {
    return meters.find(metric.meterName()).tag("operation", "executions.set").counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  private record Rate(double attempts, double conflicts) {

    double aborted() {
      return conflicts / attempts;
    }

    @Override
    public String toString() {
      return "%.0f transactions a second, %.2f %% aborted"
          .formatted(attempts / TIME.toSeconds(), aborted() * 100);
    }
  }
}
