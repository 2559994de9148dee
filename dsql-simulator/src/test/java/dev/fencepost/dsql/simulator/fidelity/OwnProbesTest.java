// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The project's own probes: what is known of the service, in statements of our own. */
class OwnProbesTest {

  @TestFactory
  List<DynamicTest> everyProbeIsAnsweredAsTheServiceWould() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Replay replay = new Replay()) {
      for (Recording probe : ProbeFile.read()) {
        List<String> differences = replay.differences(probe);
        tests.add(DynamicTest.dynamicTest(probe.id(), () -> assertThat(differences).isEmpty()));
      }
    }
    return tests;
  }
}
