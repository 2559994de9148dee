// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.testkit.conformance.PluginConformance;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/** The whole kit on a simulated cluster, with writes that lock their fence. */
final class SimulatorKeyShareConformanceTest extends PluginConformance {

  SimulatorKeyShareConformanceTest() {
    super(SimulatedCluster.source(Map.of("fence", "key-share")));
  }

  @AfterAll
  static void nothingWasRefused() {
    assertThat(SimulatedCluster.simulator().statementLog().refused()).isEmpty();
  }
}
