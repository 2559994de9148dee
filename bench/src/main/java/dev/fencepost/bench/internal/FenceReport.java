// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What was measured on Aurora DSQL: medians over the repetitions, the rate with its spread. */
public final class FenceReport {

  private final List<FenceCell> cells;

  FenceReport(List<FenceCell> cells) {
    this.cells = List.copyOf(cells);
  }

  /** The table. */
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-15s %20s %9s %9s %12s %9s %9s",
            "",
            "updates/s (spread)",
            "p50 us",
            "p99 us",
            "round trips",
            "aborted",
            "retries"));
    for (FenceContender contender : FenceContender.values()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-15s %20s %9.0f %9.0f %12.2f %7.2f %% %9.4f",
              contender.label(),
              rate(contender),
              median(contender, FenceCell::p50Micros),
              median(contender, FenceCell::p99Micros),
              median(contender, FenceCell::roundTrips),
              median(contender, FenceCell::aborts) * 100,
              median(contender, FenceCell::retries)));
    }
    lines.add("round trips and retries are per update; aborted is the share of all transactions");
    return lines;
  }

  private String rate(FenceContender contender) {
    List<Double> rates = of(contender).stream().map(FenceCell::rate).toList();
    return String.format(
        Locale.ROOT,
        "%.0f (%.0f-%.0f)",
        Median.of(rates),
        rates.stream().mapToDouble(Double::doubleValue).min().orElse(0),
        rates.stream().mapToDouble(Double::doubleValue).max().orElse(0));
  }

  private double median(FenceContender contender, ToDoubleFunction<FenceCell> value) {
    return Median.of(of(contender).stream().map(value::applyAsDouble).toList());
  }

  private List<FenceCell> of(FenceContender contender) {
    return cells.stream().filter(cell -> cell.contender() == contender).toList();
  }
}
