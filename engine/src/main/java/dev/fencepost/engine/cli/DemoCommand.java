// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.cli;

import dev.fencepost.engine.embedded.LocalBackend;
import dev.fencepost.engine.embedded.LocalBackends;
import dev.fencepost.engine.internal.demo.Demo;
import dev.fencepost.engine.internal.demo.DemoFailure;
import dev.fencepost.engine.internal.demo.DemoPlan;
import dev.fencepost.engine.internal.demo.Display;
import dev.fencepost.spi.PersistencePlugins;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs workflows through a killed engine and checks that nothing was lost. */
@Command(
    name = "demo",
    description = {
      "Run workflows on a database of its own, kill the engine under them, start it again, and"
          + " check every history."
    },
    sortOptions = false,
    footer = {
      "%nExamples:",
      "  fencepost demo",
      "  fencepost demo --workflows 1000 --kills 20 --seed 7",
      "  fencepost demo --backend dsql",
      "%nExit status: 0 only if every workflow ended as its code says and every check holds."
    })
final class DemoCommand implements Callable<Integer> {

  private static final int MOST_VIOLATIONS_PRINTED = 20;

  @Option(
      names = "--workflows",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many workflows; ${DEFAULT-VALUE} if not given.")
  private int workflows = 200;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "postgres",
      description =
          "The storage plugin: postgres on an embedded PostgreSQL, dsql on the simulator of Aurora"
              + " DSQL; ${DEFAULT-VALUE} if not given.")
  private String backend = "postgres";

  @Option(
      names = "--kills",
      paramLabel = "K",
      defaultValue = "1",
      description = "How often the engine is killed with SIGKILL; ${DEFAULT-VALUE} if not given.")
  private int kills = 1;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Decides when it is killed; a random one if not given. It is printed.")
  private @Nullable Long seed;

  @Option(names = "--keep", description = "Keep the folder with the database and the log.")
  private boolean keep;

  @Spec private CommandSpec spec = CommandSpec.create();

  private DemoCommand() {}

  @Override
  public Integer call() {
    DemoPlan plan = plan();
    if (System.getProperty(Fencepost.LOG_LEVEL) == null) {
      // Activities that fail on purpose and a server that is gone are not worth a line here.
      System.setProperty(Fencepost.SDK_LOG_LEVEL, "OFF");
      LogManager.getLogManager().reset();
    }
    PersistencePlugins.load(DemoCommand.class.getClassLoader()).select(backend);
    LocalBackend local = LocalBackends.select(backend);
    PrintWriter out = spec.commandLine().getOut();
    Display display =
        new Display(out, Terminal.isOutput() ? Display.Style.BAR : Display.Style.LINES);
    try {
      List<String> violations = new Demo(plan, local, display, Administration::bringUpToDate).run();
      if (violations.isEmpty()) {
        out.println("all of it holds");
        return ExitStatus.OK.code();
      }
      violations.stream().limit(MOST_VIOLATIONS_PRINTED).forEach(out::println);
      throw CommandFailure.failed(
          violations.size() + " checks do not hold; the first ones are listed above");
    } catch (DemoFailure failure) {
      throw CommandFailure.failed(String.valueOf(failure.getMessage()), failure);
    }
  }

  private DemoPlan plan() {
    long chosen = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed;
    try {
      return new DemoPlan(
          workflows,
          backend,
          kills,
          chosen,
          keep ? DemoPlan.Leftovers.KEEP : DemoPlan.Leftovers.DELETE);
    } catch (IllegalArgumentException outOfRange) {
      throw new ParameterException(
          spec.commandLine(), "the demo takes " + outOfRange.getMessage(), outOfRange);
    }
  }
}
