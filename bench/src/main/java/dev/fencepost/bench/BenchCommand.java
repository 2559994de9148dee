// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench;

import dev.fencepost.bench.internal.Bench;
import dev.fencepost.bench.internal.BenchPlan;
import dev.fencepost.bench.internal.FenceBench;
import dev.fencepost.bench.internal.Report;
import dev.fencepost.bench.internal.SimulatedDatabase;
import dev.fencepost.engine.cli.CommandFailure;
import dev.fencepost.engine.cli.ExitStatus;
import dev.fencepost.engine.cli.Subcommand;
import dev.fencepost.engine.embedded.TemporaryDatabase;
import dev.fencepost.spi.PersistencePlugins;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures a fenced workflow update beside its floors. */
@Command(
    name = "bench",
    description = {
      "Measure one fenced workflow update through the SPI: on an embedded PostgreSQL with every"
          + " durability setting on, beside floors that do the same work in plain SQL; on the"
          + " simulator of Aurora DSQL, one fence beside the other."
    },
    sortOptions = false,
    footer = {
      "%nExamples:",
      "  fencepost bench",
      "  fencepost bench --seconds 2 --repetitions 1",
      "  fencepost bench --round-trip-time 1",
      "  fencepost bench --json > cells.jsonl",
      "  fencepost bench --backend dsql",
      "%nF2 is the least anybody can do: the same locks and writes as one statement. F3 is the same"
          + " as one statement each and a COMMIT. A rate means nothing without its ratio to them.",
      "With --json the cells are on standard output, everything else on standard error."
    })
public final class BenchCommand implements Subcommand {

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long each cell is measured; ${DEFAULT-VALUE} if not given.")
  private int seconds = 10;

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each cell is measured; ${DEFAULT-VALUE} if not given.")
  private int repetitions = 3;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "16",
      description = "Threads, and connections of the pool; ${DEFAULT-VALUE} if not given.")
  private int threads = 16;

  @Option(
      names = "--round-trip-time",
      paramLabel = "MS",
      defaultValue = "0",
      description = {
        "Milliseconds to add to each round trip to the database, as a network would;"
            + " ${DEFAULT-VALUE} if not given."
      })
  private int roundTripTime;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "postgres",
      description = "The storage plugin; ${DEFAULT-VALUE} if not given.")
  private String backend = "postgres";

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Decides the order of the cells; ${DEFAULT-VALUE} if not given.")
  private long seed = 1;

  @Option(names = "--json", description = "Print one JSON object per cell.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Called by the service loader. */
  public BenchCommand() {}

  @Override
  public Integer call() {
    BenchPlan plan = plan();
    PersistencePlugins.load(BenchCommand.class.getClassLoader()).select(backend);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Consumer<String> people = json ? printer(err) : printer(out);
    Bench.Listener listener = new Bench.Listener(people, json ? printer(out) : line -> {});
    try {
      return switch (backend) {
        case "postgres" -> onPostgres(plan, listener);
        case "dsql" -> onSimulator(plan, listener);
        default ->
            throw CommandFailure.usage(
                "the bench knows the backends postgres and dsql, not '" + backend + "'");
      };
    } catch (SQLException failed) {
      throw CommandFailure.failed("the bench can't go on: " + failed.getMessage(), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted");
    }
  }

  private static int onPostgres(BenchPlan plan, Bench.Listener listener)
      throws SQLException, InterruptedException {
    try (TemporaryDatabase server = TemporaryDatabase.start(listener.line())) {
      Report report = new Bench(server.database(), plan).run(listener);
      report.table().forEach(listener.line());
      report.spreads().forEach(listener.line());
      report.ratios().forEach(listener.line());
      return ExitStatus.OK.code();
    }
  }

  private static int onSimulator(BenchPlan plan, Bench.Listener listener)
      throws SQLException, InterruptedException {
    try (SimulatedDatabase database = SimulatedDatabase.temporary()) {
      new FenceBench(database, plan).run(listener).table().forEach(listener.line());
      return ExitStatus.OK.code();
    }
  }

  private BenchPlan plan() {
    try {
      return new BenchPlan(
          backend,
          Duration.ofSeconds(seconds),
          Duration.ofSeconds(Math.min(3, seconds)),
          repetitions,
          threads,
          Duration.ofMillis(roundTripTime),
          seed);
    } catch (IllegalArgumentException outOfRange) {
      throw new ParameterException(
          spec.commandLine(), "the bench takes " + outOfRange.getMessage(), outOfRange);
    }
  }

  private static Consumer<String> printer(PrintWriter writer) {
    return line -> {
      writer.println(line);
      writer.flush();
    };
  }
}
