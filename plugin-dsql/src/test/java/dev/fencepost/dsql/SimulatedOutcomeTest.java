// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.dsql.simulator.CommitCut;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.cluster.ClusterMetadata;
import dev.fencepost.spi.metric.PersistenceMetric;
import dev.fencepost.spi.namespace.Namespace;
import dev.fencepost.spi.shard.Shard;
import dev.fencepost.spi.taskqueue.TaskQueue;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueType;
import dev.fencepost.testkit.internal.Samples;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A COMMIT whose connection is lost leaves no doubt, also if it takes effect later. */
class SimulatedOutcomeTest {

  private static final Duration LATE = Duration.ofMillis(300);
  private static final ClusterSource CLUSTER = SimulatedCluster.source(Map.of("pool-size", "2"));

  static Stream<Map<String, String>> modes() {
    return Stream.of(
        Map.of("fence", "cas", "writes", "folded"),
        Map.of("fence", "cas", "writes", "sequence"),
        Map.of("fence", "key-share", "writes", "folded"),
        Map.of("fence", "key-share", "writes", "sequence"));
  }

  @BeforeAll
  static void setUp() {
    CLUSTER.empty();
  }

  @AfterEach
  void clear() {
    SimulatedCluster.simulator().faults().clear();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aFencedWriteThatWasCutIsDoneOnce(Map<String, String> mode) {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (Persistence stores = CLUSTER.open(mode, meters)) {
      for (MarkedWrite write : MarkedWrite.values()) {
        for (CommitCut cut : CommitCut.values()) {
          OwnedWorkflow workflow = OwnedWorkflow.create(stores);
          int tasks = workflow.tasks();
          double before = resolved(meters);
          cut(cut);
          write.run(workflow);
          assertThat(workflow.tasks()).as("%s cut %s", write, cut).isEqualTo(tasks + 1);
          assertThat(workflow.recordVersion()).isLessThanOrEqualTo(2);
          assertThat(resolved(meters)).as("%s cut %s", write, cut).isEqualTo(before + 1);
        }
      }
      assertThat(resolutions(meters, "unknown")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTakeOverThatWasCutIsDoneOnce(CommitCut cut) {
    try (Persistence stores = CLUSTER.open()) {
      OwnedWorkflow workflow = OwnedWorkflow.create(stores);
      SimulatedCluster.simulator().faults().lateCommits(LATE);
      // The first commit is that of the announcement.
      SimulatedCluster.simulator().faults().cutCommit(2, cut);
      Shard acquired = stores.shards().acquire(OwnedWorkflow.takeOver(workflow.fence()));
      assertThat(acquired.rangeId()).isEqualTo(workflow.fence().rangeId() + 1);
      assertThat(stores.shards().read(workflow.fence().shardId())).isEqualTo(acquired);
    }
  }

  @ParameterizedTest
  @EnumSource
  void writesWithoutAFenceThatWereCutAreDoneOnce(CommitCut cut) {
    try (Persistence stores = CLUSTER.open()) {
      TaskQueueKey key = new TaskQueueKey(UUID.randomUUID(), "queue", TaskQueueType.WORKFLOW);
      cut(cut);
      TaskQueue created = stores.taskQueues().create(key, Samples.blob("state"), UUID.randomUUID());
      assertThat(stores.taskQueues().read(key)).isEqualTo(created);

      UUID id = UUID.randomUUID();
      cut(cut);
      Namespace namespace =
          stores.namespaces().create(id, "name-" + id, Samples.blob("state"), UUID.randomUUID());
      assertThat(stores.namespaces().read(id)).isEqualTo(namespace);

      long version = stores.namespaces().notificationVersion();
      cut(cut);
      stores.namespaces().update(id, Samples.blob("changed"), version, UUID.randomUUID());
      assertThat(stores.namespaces().notificationVersion()).isEqualTo(version + 1);

      String cluster = "cluster-" + UUID.randomUUID();
      cut(cut);
      ClusterMetadata saved =
          stores.clusterMetadata().save(cluster, Samples.blob("state"), 0, UUID.randomUUID());
      assertThat(stores.clusterMetadata().read(cluster)).isEqualTo(saved);
    }
  }

  private static void cut(CommitCut cut) {
    SimulatedCluster.simulator().faults().clear();
    SimulatedCluster.simulator().faults().lateCommits(LATE);
    SimulatedCluster.simulator().faults().cutCommit(1, cut);
  }

  private static double resolved(SimpleMeterRegistry meters) {
    return Stream.of("committed", "not_committed")
        .mapToDouble(resolution -> resolutions(meters, resolution))
        .sum();
  }

  private static double resolutions(SimpleMeterRegistry meters, String resolution) {
    return meters
        .find(PersistenceMetric.UNKNOWN_OUTCOMES.meterName())
        .tag("resolution", resolution)
        .counters()
        .stream()
        .mapToDouble(Counter::count)
        .sum();
  }
}
