// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.testkit.conformance.PluginConformance;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/** The whole kit on a simulated cluster, with writes in plain statements. */
final class SimulatorSequenceConformanceTest extends PluginConformance {

  SimulatorSequenceConformanceTest() {
    super(SimulatedCluster.source(Map.of("writes", "sequence")));
  }

  @AfterAll
  static void nothingWasRefused() {
    assertThat(SimulatedCluster.simulator().statementLog().refused()).isEmpty();
  }
}
