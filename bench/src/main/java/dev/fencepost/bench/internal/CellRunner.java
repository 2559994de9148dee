// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import dev.fencepost.bench.internal.RunUnderUpdate.Payload;
import dev.fencepost.engine.embedded.EmbeddedDatabase;
import dev.fencepost.spi.Persistence;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Measures one contender on a fresh database. */
final class CellRunner {

  private static final int SHARDS = 4;
  private static final Duration SETTLE = Duration.ofMillis(500);

  private final EmbeddedDatabase server;
  private final BenchPlan plan;
  private final Payload payload = Payload.ofUsualSize();

  CellRunner(EmbeddedDatabase server, BenchPlan plan) {
    this.server = server;
    this.plan = plan;
  }

  Cell measure(ContenderKind kind, int repetition, int position)
      throws SQLException, InterruptedException {
    String name = "bench_" + repetition + "_" + position;
    try (BenchDatabase database = BenchDatabase.create(server, name, plan)) {
      List<List<RunUnderUpdate>> runs;
      try (Persistence persistence = database.openPersistence()) {
        runs = Seed.plant(persistence, payload, plan.threads(), SHARDS);
      }
      try (Contender contender = open(kind, database)) {
        new ClosedLoop(contender, runs).run(plan.warmUp());
      }
      database.checkpoint();
      ClosedLoop loop;
      Counters before;
      Counters after;
      long commitsBefore = database.commits();
      try (Contender contender = open(kind, database)) {
        loop = new ClosedLoop(contender, runs);
        loop.run(SETTLE);
        before = Counters.read(server, database);
        loop.run(plan.measured());
        after = Counters.read(server, database);
      }
      long commitsAfter = database.commits();
      Counters counted = after.minus(before);
      double updates = loop.updates();
      return new Cell(
          kind,
          repetition,
          position,
          plan.addedRoundTrip(),
          loop.seconds(),
          loop.updates(),
          loop.micros(0.50),
          loop.micros(0.99),
          counted.roundTrips() / updates,
          (commitsAfter - commitsBefore) / (double) loop.allUpdates(),
          counted.walBytes() / updates,
          counted.clientTime().toNanos() / 1e3 / updates,
          counted.serverTime().toNanos() / 1e3 / updates);
    }
  }

  private Contender open(ContenderKind kind, BenchDatabase database) {
    return switch (kind) {
      case F2 -> new FoldedFloor(database.openPool(), payload);
      case F3 -> new UnfoldedFloor(database.openPool(), payload);
      case SPI -> new SpiContender(database.openPersistence(), payload);
    };
  }
}
