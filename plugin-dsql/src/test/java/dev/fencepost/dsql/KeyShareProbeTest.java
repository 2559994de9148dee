// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.dsql.internal.fence.FenceKind;
import dev.fencepost.dsql.internal.probe.FoldedWriteProbe;
import dev.fencepost.dsql.internal.probe.KeyShareProbe;
import dev.fencepost.dsql.simulator.DataModifyingCtes;
import dev.fencepost.dsql.simulator.DsqlSimulator;
import dev.fencepost.dsql.simulator.TransportSecurity;
import dev.fencepost.postgres.internal.connection.Connections;
import dev.fencepost.postgres.internal.strategy.WriteForm;
import dev.fencepost.spi.Persistence;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is tried out when the plugin is opened. */
class KeyShareProbeTest {

  @Test
  void onTheSimulatorKeyShareIsFoundToHold() {
    ClusterSource cluster =
        SimulatedCluster.source(Map.of("fence", "auto", "writes", "auto", "pool-size", "2"));
    cluster.empty();
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (Persistence stores = cluster.open(Map.of(), meters)) {
      OwnedWorkflow.create(stores).update(1);
      assertThat(
              meters
                  .find("fencepost.persistence.fence")
                  .tags(chosen("key-share", "folded"))
                  .gauges())
          .hasSize(1);
    }
  }

  @Test
  void whereATakeOverWaitsForTheLockItIsNotFoundToHold() {
    RepeatableReadDatabase database = new RepeatableReadDatabase(FenceKind.CAS, WriteForm.FOLDED);
    database.empty();
    try (Connections connections = database.connections()) {
      assertThat(new KeyShareProbe("fencepost", connections).holds()).isFalse();
      assertThat(new FoldedWriteProbe("fencepost", connections).isAccepted()).isTrue();
    }
  }

  @Test
  void aClusterWithoutDataModifyingExpressionsGetsSequences() throws Exception {
    try (DsqlSimulator simulator =
        DsqlSimulator.builder()
            .security(TransportSecurity.PLAINTEXT)
            .dataModifyingCtes(DataModifyingCtes.REFUSED)
            .start()) {
      ClusterSource cluster =
          new ClusterSource(Map.of("url", simulator.url(), "password", "any", "pool-size", "2"));
      cluster.empty();
      SimpleMeterRegistry meters = new SimpleMeterRegistry();
      try (Persistence stores = cluster.open(Map.of(), meters)) {
        OwnedWorkflow.create(stores).update(1);
        assertThat(
                meters.find("fencepost.persistence.fence").tags(chosen("cas", "sequence")).gauges())
            .hasSize(1);
      }
      assertThat(simulator.statementLog().refused()).hasSize(1);
    }
  }

  private static Tags chosen(String fence, String writes) {
    return Tags.of("fence", fence, "writes", writes);
  }
}
