// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.engine.internal.matching.DoubtfulStore.Doubt;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class UnknownOutcomeTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final MatchingFixture fixture = new MatchingFixture();
  private final DoubtfulStore store = new DoubtfulStore(fixture.store());
  private LocalMatchingService matching;

  @BeforeEach
  void start() {
    matching =
        LocalMatchingService.start(
            store,
            fixture.history,
            new TestOwnership(),
            MatchingFixture.settings(),
            new SimpleMeterRegistry(),
            InstantSource.system());
    fixture.addActivity(matching, "first");
  }

  @AfterEach
  void close() {
    matching.close();
    fixture.close();
  }

  @Test
  void taskThatMayBeStoredIsNeitherReportedAsAddedNorAsNotAdded() {
    store.doubtNextAdd(Doubt.WRITTEN);
    assertThatThrownBy(() -> fixture.addActivity(matching, "second"))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("DEADLINE_EXCEEDED");
  }

  @Test
  void storedTaskOfUnknownOutcomeIsFoundUnderANewLease() {
    long before = fixture.store().read(MatchingFixture.ACTIVITIES).rangeId();
    store.doubtNextAdd(Doubt.WRITTEN);
    assertThatThrownBy(() -> fixture.addActivity(matching, "second"))
        .isInstanceOf(StatusRuntimeException.class);
    fixture.addActivity(matching, "third");

    assertThat(fixture.store().read(MatchingFixture.ACTIVITIES).rangeId()).isEqualTo(before + 1);
    assertThat(poll(LONG)).isEqualTo("first");
    assertThat(poll(LONG)).isEqualTo("second");
    assertThat(poll(LONG)).isEqualTo("third");
    assertThat(poll(SHORT)).isEmpty();
  }

  @Test
  void taskThatWasNotStoredMayBeAddedAgain() {
    store.doubtNextAdd(Doubt.NOT_WRITTEN);
    assertThatThrownBy(() -> fixture.addActivity(matching, "second"))
        .isInstanceOf(StatusRuntimeException.class);
    fixture.addActivity(matching, "second");

    assertThat(poll(LONG)).isEqualTo("first");
    assertThat(poll(LONG)).isEqualTo("second");
    assertThat(poll(SHORT)).isEmpty();
  }

  @Test
  void taskThatWasStoredAndIsAddedAgainIsHandedOutOnce() {
    store.doubtNextAdd(Doubt.WRITTEN);
    assertThatThrownBy(() -> fixture.addActivity(matching, "second"))
        .isInstanceOf(StatusRuntimeException.class);
    fixture.addActivity(matching, "second");

    assertThat(poll(LONG)).isEqualTo("first");
    assertThat(poll(LONG)).isEqualTo("second");
    assertThat(poll(SHORT)).isEmpty();
    assertThat(fixture.history.calls("second")).isEqualTo(2);
  }

  private String poll(Duration wait) {
    return fixture.pollActivity(matching, wait, "");
  }
}
