// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class MatchingMetricTest {

  @Test
  void theManualListsEveryMeter() throws IOException {
    String manual = Files.readString(Path.of("..", "docs", "operations.md"));
    for (MatchingMetric metric : MatchingMetric.values()) {
      assertThat(manual).contains(metric.meterName().replace('.', '_'));
    }
  }
}
