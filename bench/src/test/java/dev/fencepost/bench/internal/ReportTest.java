// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportTest {

  @Test
  void ratiosAreMediansOfTheRepetitionsAgainstTheMeanOfBothFloors() {
    Report report =
        new Report(
            List.of(
                cell(ContenderKind.F2, 1, 900),
                cell(ContenderKind.SPI, 1, 950),
                cell(ContenderKind.F3, 1, 500),
                cell(ContenderKind.F2, 1, 1_100),
                cell(ContenderKind.F2, 2, 400),
                cell(ContenderKind.F3, 2, 250),
                cell(ContenderKind.SPI, 2, 360),
                cell(ContenderKind.F2, 2, 400),
                cell(ContenderKind.F2, 3, 1_000),
                cell(ContenderKind.F3, 3, 100),
                cell(ContenderKind.SPI, 3, 100),
                cell(ContenderKind.F2, 3, 1_000)));

    assertThat(report.ratio(ContenderKind.F2)).isCloseTo(0.90, within(1e-9));
    assertThat(report.ratios()).containsExactly("ratio to F2: 0.90", "ratio to F3: 1.44");
    assertThat(report.spreads())
        .containsExactly(
            "SPI to F2 by repetition: 0.10 to 0.95", "SPI to F3 by repetition: 1.00 to 1.90");
  }

  @Test
  void aRepetitionWhoseFloorsDifferIsCalledNoisy() {
    Report report =
        new Report(
            List.of(
                cell(ContenderKind.F2, 1, 1_000),
                cell(ContenderKind.SPI, 1, 900),
                cell(ContenderKind.F3, 1, 500),
                cell(ContenderKind.F2, 1, 500)));

    assertThat(report.table())
        .endsWith("repetition 1 is noisy: its first and last F2 differ by 100 %");
  }

  @Test
  void aCellIsOneJsonObject() {
    assertThat(cell(ContenderKind.F2, 1, 10).toJson())
        .isEqualTo(
            "{\"cell\":\"F2\",\"repetition\":1,\"position\":1,\"added_round_trip_millis\":0,\"seconds\":1.000,\"updates\":10,"
                + "\"updates_per_second\":10.0,\"p50_micros\":100,\"p99_micros\":900,"
                + "\"round_trips_per_update\":1.000,\"commits_per_update\":1.000,"
                + "\"wal_bytes_per_update\":2500,\"client_cpu_micros_per_update\":150,"
                + "\"server_cpu_micros_per_update\":250}");
  }

  @Test
  void theMedianIsTheValueInTheMiddle() {
    assertThat(Median.of(List.of(3.0, 1.0, 2.0))).isEqualTo(2.0);
    assertThat(Median.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
    assertThat(Median.of(List.of())).isNaN();
  }

  private static Cell cell(ContenderKind kind, int repetition, long updates) {
    return new Cell(
        kind, repetition, 1, Duration.ZERO, 1.0, updates, 100, 900, 1.0, 1.0, 2_500, 150, 250);
  }
}
