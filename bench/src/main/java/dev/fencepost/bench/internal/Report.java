// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What was measured, and what it means: medians over the repetitions with their spread, and ratios
 * within each repetition, where the machine was most alike.
 */
public final class Report {

  private static final double FLOORS_DIFFER = 0.10;

  private final List<Cell> cells;

  Report(List<Cell> cells) {
    this.cells = List.copyOf(cells);
  }

  /** The table. */
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-4s %20s %9s %9s %12s %9s %10s %11s %11s",
            "",
            "updates/s (spread)",
            "p50 us",
            "p99 us",
            "round trips",
            "commits",
            "WAL bytes",
            "client us",
            "server us"));
    for (ContenderKind kind : ContenderKind.values()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-4s %20s %9.0f %9.0f %12.2f %9.2f %10.0f %11.0f %11.0f",
              kind.label(),
              rate(kind),
              median(kind, Cell::p50Micros),
              median(kind, Cell::p99Micros),
              median(kind, Cell::roundTrips),
              median(kind, Cell::commits),
              median(kind, Cell::walBytes),
              median(kind, Cell::clientMicros),
              median(kind, Cell::serverMicros)));
    }
    lines.add("client us and server us are processor time; all but the rate is per update");
    lines.addAll(floorsThatDiffer());
    return lines;
  }

  /** The two lines at the end. */
  public List<String> ratios() {
    return List.of(
        String.format(Locale.ROOT, "ratio to F2: %.2f", ratio(ContenderKind.F2)),
        String.format(Locale.ROOT, "ratio to F3: %.2f", ratio(ContenderKind.F3)));
  }

  /** The spread of the ratios, lowest to highest repetition. */
  public List<String> spreads() {
    return List.of(spread(ContenderKind.F2), spread(ContenderKind.F3));
  }

  double ratio(ContenderKind floor) {
    return Median.of(ratios(floor));
  }

  private List<Double> ratios(ContenderKind floor) {
    List<Double> ratios = new ArrayList<>();
    for (int repetition = 1; repetition <= repetitions(); repetition++) {
      ratios.add(mean(ContenderKind.SPI, repetition) / mean(floor, repetition));
    }
    return ratios;
  }

  private String spread(ContenderKind floor) {
    List<Double> ratios = ratios(floor);
    return String.format(
        Locale.ROOT,
        "SPI to %s by repetition: %.2f to %.2f",
        floor.label(),
        ratios.stream().mapToDouble(Double::doubleValue).min().orElse(0),
        ratios.stream().mapToDouble(Double::doubleValue).max().orElse(0));
  }

  private String rate(ContenderKind kind) {
    List<Double> rates = of(kind).stream().map(Cell::rate).toList();
    return String.format(
        Locale.ROOT,
        "%.0f (%.0f-%.0f)",
        Median.of(rates),
        rates.stream().mapToDouble(Double::doubleValue).min().orElse(0),
        rates.stream().mapToDouble(Double::doubleValue).max().orElse(0));
  }

  private List<String> floorsThatDiffer() {
    List<String> lines = new ArrayList<>();
    for (int repetition = 1; repetition <= repetitions(); repetition++) {
      int wanted = repetition;
      List<Double> rates =
          of(ContenderKind.F2).stream()
              .filter(cell -> cell.repetition() == wanted)
              .map(Cell::rate)
              .toList();
      double difference = Math.abs(rates.getFirst() / rates.getLast() - 1);
      if (difference > FLOORS_DIFFER) {
        lines.add(
            String.format(
                Locale.ROOT,
                "repetition %d is noisy: its first and last F2 differ by %.0f %%",
                repetition,
                difference * 100));
      }
    }
    return lines;
  }

  private double median(ContenderKind kind, ToDoubleFunction<Cell> value) {
    return Median.of(of(kind).stream().map(value::applyAsDouble).toList());
  }

  private double mean(ContenderKind kind, int repetition) {
    return of(kind).stream()
        .filter(cell -> cell.repetition() == repetition)
        .mapToDouble(Cell::rate)
        .average()
        .orElse(Double.NaN);
  }

  private int repetitions() {
    return cells.stream().mapToInt(Cell::repetition).max().orElse(0);
  }

  private List<Cell> of(ContenderKind kind) {
    return cells.stream().filter(cell -> cell.contender() == kind).toList();
  }
}
