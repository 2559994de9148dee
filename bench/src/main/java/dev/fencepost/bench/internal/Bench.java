// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import dev.fencepost.engine.embedded.EmbeddedDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Measures all contenders on one server in one run. In each repetition the floor F2 comes first and
 * last, the others between in an order of their own.
 */
public final class Bench {

  private final EmbeddedDatabase server;
  private final BenchPlan plan;

  /** A bench on a server that runs. */
  public Bench(EmbeddedDatabase server, BenchPlan plan) {
    this.server = server;
    this.plan = plan;
  }

  /**
   * Measures.
   *
   * @param listener told of each cell when it is done
   */
  public Report run(Listener listener) throws SQLException, InterruptedException {
    BenchDatabase.requireDurable(server);
    Random random = new Random(plan.seed());
    CellRunner runner = new CellRunner(server, plan);
    List<Cell> cells = new ArrayList<>();
    for (int repetition = 1; repetition <= plan.repetitions(); repetition++) {
      int position = 0;
      for (ContenderKind kind : order(random)) {
        position++;
        Cell cell = runner.measure(kind, repetition, position);
        cells.add(cell);
        listener.line().accept(cell.toLine());
        listener.json().accept(cell.toJson());
      }
    }
    return new Report(cells);
  }

  private static List<ContenderKind> order(Random random) {
    List<ContenderKind> others =
        new ArrayList<>(
            Arrays.stream(ContenderKind.values())
                .filter(kind -> kind != ContenderKind.F2)
                .toList());
    Collections.shuffle(others, random);
    List<ContenderKind> order = new ArrayList<>();
    order.add(ContenderKind.F2);
    order.addAll(others);
    order.add(ContenderKind.F2);
    return order;
  }

  /**
   * Who is told of cells.
   *
   * @param line a line for people
   * @param json a JSON object
   */
  public record Listener(Consumer<String> line, Consumer<String> json) {}
}
