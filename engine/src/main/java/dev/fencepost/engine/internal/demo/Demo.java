// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import dev.fencepost.engine.EngineConfiguration;
import dev.fencepost.engine.embedded.LocalBackend;
import dev.fencepost.engine.embedded.LocalDatabase;
import dev.fencepost.engine.internal.demo.audit.Acknowledgements;
import dev.fencepost.engine.internal.demo.audit.Audit;
import dev.fencepost.engine.internal.demo.audit.CallRecorder;
import dev.fencepost.engine.internal.demo.workload.Ledger;
import dev.fencepost.engine.internal.shutdown.Shutdown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The demonstration: an engine in a process of its own is killed under running workflows and
 * started again, and at the end everything is compared with everything.
 */
public final class Demo {

  private final DemoPlan plan;
  private final LocalBackend backend;
  private final Display display;
  private final Consumer<EngineConfiguration> installer;

  /**
   * A demonstration.
   *
   * @param plan what it does
   * @param backend the database it does it on
   * @param display where it shows how far it is
   * @param installer installs the schema into the database of a configuration
   */
  public Demo(
      DemoPlan plan,
      LocalBackend backend,
      Display display,
      Consumer<EngineConfiguration> installer) {
    this.plan = plan;
    this.backend = backend;
    this.display = display;
    this.installer = installer;
  }

  /**
   * Runs it and prints the table.
   *
   * @return what does not hold, one line each; empty if all of it holds
   * @throws DemoFailure if it can't go on
   */
  public List<String> run() {
    long begin = System.nanoTime();
    display.say(
        "fencepost demo: "
            + plan.workflows()
            + " workflows on "
            + backend.name()
            + ", "
            + plan.kills()
            + (plan.kills() == 1 ? " kill" : " kills")
            + ", seed "
            + plan.seed());
    try (Shutdown shutdown = Shutdown.atEndOfProcess()) {
      Folder folder = shutdown.add(Folder.create(plan.leftovers()));
      display.say("preparing " + backend.description());
      LocalDatabase database =
          backend.start(folder.path().resolve("database"), display::say, shutdown::add);
      int port = Folder.freePort();
      int metricsPort = Folder.freePort();
      Path configuration =
          folder.write(
              "engine.yaml",
              databaseYaml(backend.name(), database.settings()) + engineYaml(port, metricsPort));
      installer.accept(EngineConfiguration.read(configuration, Map.of()));
      display.say("database ready, starting the engine");
      Supplier<EngineProcess> starter =
          () ->
              shutdown.add(EngineProcess.start(configuration, folder.path().resolve("engine.log")));
      return run(shutdown, database, starter, new EngineMetrics(metricsPort), port, begin);
    }
  }

  private List<String> run(
      Shutdown shutdown,
      LocalDatabase database,
      Supplier<EngineProcess> starter,
      EngineMetrics metrics,
      int port,
      long begin) {
    Ledger ledger = new Ledger();
    Acknowledgements acknowledgements = new Acknowledgements();
    CallRecorder recorder = new CallRecorder(acknowledgements);
    EngineProcess engine = starter.get();
    Connections connections = shutdown.add(Connections.open("127.0.0.1:" + port, recorder, ledger));
    display.say("engine ready, starting workflows");
    Load load = new Load(connections.client(), plan);
    Killer killer = new Killer(KillSchedule.of(plan), load, metrics, display, starter, engine);
    new Watch(plan, load, killer, display).run();
    display.say("every workflow has ended, reading the histories");
    Audit audit =
        Audit.of(
            EvidenceCollector.collect(connections, load, ledger, acknowledgements.completions()));
    metrics.read();
    LocalDatabase.Report report = database.report();
    DemoTable.of(
            plan,
            audit,
            killer.openAtKill(),
            metrics.total(),
            report,
            recorder,
            Duration.ofNanos(System.nanoTime() - begin))
        .forEach(display::say);
    return Stream.concat(
            audit.violations().stream(),
            report.refused().stream().map(line -> "the database refused: " + line))
        .toList();
  }

  /** The lines of a configuration file that name a database. */
  private static String databaseYaml(String backend, Map<String, String> settings) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("persistence:\n  backend: ").append(backend);
    yaml.append("\n  ").append(backend).append(":\n");
    new TreeMap<>(settings)
        .forEach(
            (key, value) ->
                yaml.append("    ").append(key).append(": \"").append(value).append("\"\n"));
    return yaml.toString();
  }

  /** Silent processes count as dead soon, so that a killed engine's shards are taken over soon. */
  private static String engineYaml(int port, int metricsPort) {
    return """
    server:
      port: %d
    metrics:
      port: %d
    cluster:
      shards: 8
      heartbeat: 400ms
      expiry: 2s
    """
        .formatted(port, metricsPort);
  }
}
