// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import dev.fencepost.bench.internal.RunUnderUpdate.Payload;
import dev.fencepost.dsql.simulator.SimulatorCounts;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.PersistencePlugin;
import dev.fencepost.spi.PersistencePlugins;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.ConfigurationValue;
import dev.fencepost.spi.metric.PersistenceMetric;
import dev.fencepost.spi.schema.SchemaAdministration;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Measures the fences of Aurora DSQL beside each other: writers that update different workflows of
 * one shard, each in a closed loop. Each cell has a schema of its own on the one simulator.
 */
public final class FenceBench {

  private static final Duration SETTLE = Duration.ofMillis(500);

  private final SimulatedDatabase database;
  private final BenchPlan plan;
  private final PersistencePlugin plugin;
  private final Payload payload = Payload.ofUsualSize();

  /** A bench on a simulator that runs. */
  public FenceBench(SimulatedDatabase database, BenchPlan plan) {
    this.database = database;
    this.plan = plan;
    this.plugin = PersistencePlugins.load(FenceBench.class.getClassLoader()).select(plan.backend());
  }

  /**
   * Measures.
   *
   * @param listener told of each cell when it is done
   */
  public FenceReport run(Bench.Listener listener) throws SQLException, InterruptedException {
    Random random = new Random(plan.seed());
    List<FenceCell> cells = new ArrayList<>();
    for (int repetition = 1; repetition <= plan.repetitions(); repetition++) {
      List<FenceContender> order = new ArrayList<>(Arrays.asList(FenceContender.values()));
      Collections.shuffle(order, random);
      for (FenceContender contender : order) {
        FenceCell cell = measure(contender, repetition);
        cells.add(cell);
        listener.line().accept(cell.toLine());
        listener.json().accept(cell.toJson());
      }
    }
    return new FenceReport(cells);
  }

  private FenceCell measure(FenceContender contender, int repetition)
      throws SQLException, InterruptedException {
    String schema = "bench_" + repetition + "_" + contender.name().toLowerCase(Locale.ROOT);
    MeterRegistry meters = new SimpleMeterRegistry();
    PersistenceContext context = new PersistenceContext(meters, "fencepost bench");
    Configuration configuration = configuration(schema, contender);
    try (SchemaAdministration administration = plugin.openSchema(configuration, context)) {
      administration.setup();
      try (Persistence persistence = plugin.open(configuration, context)) {
        ClosedLoop loop =
            new ClosedLoop(
                new SpiContender(persistence, payload),
                Seed.plant(persistence, payload, plan.threads(), 1));
        loop.run(plan.warmUp());
        loop.run(SETTLE);
        SimulatorCounts before = database.counts();
        double retriesBefore = retries(meters);
        loop.run(plan.measured());
        SimulatorCounts counted = database.counts().since(before);
        return new FenceCell(
            contender,
            repetition,
            loop.seconds(),
            loop.updates(),
            loop.micros(0.50),
            loop.micros(0.99),
            counted.roundTrips() / (double) loop.updates(),
            counted.conflicts() / (double) (counted.commits() + counted.conflicts()),
            (retries(meters) - retriesBefore) / loop.updates());
      } finally {
        administration.drop();
      }
    }
  }

  private static double retries(MeterRegistry meters) {
    double attempts =
        meters
            .find(PersistenceMetric.ATTEMPTS.meterName())
            .tag("operation", "executions.update")
            .counters()
            .stream()
            .mapToDouble(Counter::count)
            .sum();
    long calls =
        meters
            .find(PersistenceMetric.LATENCY.meterName())
            .tag("operation", "executions.update")
            .timers()
            .stream()
            .mapToLong(timer -> timer.count())
            .sum();
    return attempts - calls;
  }

  private Configuration configuration(String schema, FenceContender contender) {
    Map<String, String> settings = new TreeMap<>(database.settings());
    settings.put("schema", schema);
    settings.put("pool-size", Integer.toString(plan.threads()));
    settings.put("warm-up-connections", Integer.toString(plan.threads()));
    settings.put("new-connections-per-second", "99");
    settings.putAll(contender.settings());
    Map<String, ConfigurationValue> values = new TreeMap<>();
    settings.forEach(
        (key, value) -> values.put(key, new ConfigurationValue(value, "fencepost bench")));
    return Configuration.of("fencepost bench", values);
  }
}
