// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CronScheduleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* * * * *|2026-03-01T12:00:30Z|2026-03-01T12:01:00Z",
        "*/15 * * * *|2026-03-01T12:00:00Z|2026-03-01T12:15:00Z",
        "5-10/2 3 * * *|2026-03-01T03:05:00Z|2026-03-01T03:07:00Z",
        "0 0 29 2 *|2026-03-01T12:00:00Z|2028-02-29T00:00:00Z",
        "0 9 * * mon-fri|2026-02-28T09:00:00Z|2026-03-02T09:00:00Z",
        "0 0 13 * FRI|2026-03-01T12:00:00Z|2026-03-06T00:00:00Z",
        "30 4 1,15 jan,MAR *|2026-03-01T12:00:00Z|2026-03-15T04:30:00Z",
        "@hourly|2026-03-01T12:00:00Z|2026-03-01T13:00:00Z",
        "@weekly|2026-03-01T12:00:00Z|2026-03-08T00:00:00Z",
        "@yearly|2026-03-01T12:00:00Z|2027-01-01T00:00:00Z",
        "@every 1h30m|2026-03-01T12:00:00.700Z|2026-03-01T13:30:00Z",
        "CRON_TZ=America/New_York 0 9 * * *|2026-03-01T12:00:00Z|2026-03-01T14:00:00Z",
        "CRON_TZ=Europe/Rome 30 2 * * *|2026-03-28T12:00:00Z|2026-03-30T00:30:00Z",
      })
  void next_isTheFirstTimeAfter(String schedule, Instant after, Instant expected) {
    assertThat(CronSchedule.parse(schedule).next(after)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 7",
        "*/0 * * * *",
        "5-1 * * * *",
        "a * * * *",
        "@fortnightly",
        "@every soon",
        "CRON_TZ=Mars/Base 0 * * * *",
        "CRON_TZ=UTC",
      })
  void parse_refusesWhatIsNoSchedule(String schedule) {
    assertThatThrownBy(() -> CronSchedule.parse(schedule))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void impossibleDate_neverComes() {
    assertThat(CronSchedule.parse("0 0 31 2 *").next(Instant.parse("2026-03-01T12:00:00Z")))
        .isEmpty();
  }

  @Test
  void backoff_leavesOutTimesThatHavePassedAndRoundsUp() {
    Instant scheduled = Instant.parse("2026-03-01T12:00:00Z");
    Instant now = Instant.parse("2026-03-01T12:31:00.250Z");

    assertThat(CronSchedule.parse("*/10 * * * *").backoff(scheduled, now))
        .contains(Duration.ofMinutes(9));
    assertThat(CronSchedule.parse("@every 20m").backoff(scheduled, now))
        .contains(Duration.ofMinutes(9));
  }
}
