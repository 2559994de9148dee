// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.testkit.conformance.PluginConformance;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/** The whole kit on a simulated cluster, which answers no statement with a refusal. */
final class SimulatorConformanceTest extends PluginConformance {

  SimulatorConformanceTest() {
    super(SimulatedCluster.source(Map.of()));
  }

  @AfterAll
  static void nothingWasRefused() {
    assertThat(SimulatedCluster.simulator().statementLog().refused()).isEmpty();
  }
}
