// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SignalDeduplicationTest {

  private final RunUnderTest run = RunUnderTest.start(Requests.start().build());

  private void signal(String requestId) {
    run.apply(session -> session.signal(Requests.signal("go", requestId)));
  }

  @Test
  void repeatedSignal_isIgnored() {
    signal("one");
    signal("two");
    signal("one");

    assertThat(run.state().getSignalCount()).isEqualTo(2);
  }

  @Test
  void theLatestThousand_areRemembered() {
    for (int number = 1; number <= 1_200; number++) {
      signal("request-" + number);
    }

    assertThat(run.state().getSignalRequestIdsMap())
        .hasSize(1_000)
        .containsKeys("request-201", "request-1200")
        .doesNotContainKey("request-200");
    signal("request-201");
    assertThat(run.state().getSignalCount()).isEqualTo(1_200);
  }
}
