// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.cli;

import dev.fencepost.engine.Engine;
import dev.fencepost.engine.EngineConfiguration;
import dev.fencepost.engine.embedded.LocalBackend;
import dev.fencepost.engine.embedded.LocalBackends;
import dev.fencepost.engine.embedded.LocalDatabase;
import dev.fencepost.engine.internal.shutdown.Shutdown;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs an engine until it is told to stop. */
@Command(
    name = "server",
    description = "Run an engine until it is interrupted or terminated; then it drains.",
    sortOptions = false,
    footer = {
      "%nExamples:",
      "  fencepost server --embedded",
      "  fencepost server --embedded --data /var/tmp/my-data --port 7400 --metrics-port 7401",
      "  fencepost server --embedded --backend dsql --data ./dsql-data",
      "  fencepost server --config fencepost.yaml",
    })
final class ServerCommand implements Callable<Integer> {

  private static final String DEFAULT_BACKEND = "postgres";
  private static final Path DEFAULT_DATA = Path.of("fencepost-data");

  @Option(
      names = "--embedded",
      description = {
        "A development server: its database runs inside of it, on a data folder that survives"
            + " restarts and power loss."
      })
  private boolean embedded;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description =
          "With --embedded: postgres for an embedded PostgreSQL, dsql for the simulator of Aurora"
              + " DSQL; postgres if not given. A data folder stays with the one it was made by.")
  private @Nullable String backend;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration of a server on a database of your own.")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "With --embedded: the data folder; ./fencepost-data if not given.")
  private @Nullable Path data;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "With --embedded: the port of the gRPC API; 7233 if not given, 0 for a free one.")
  private @Nullable Integer port;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description =
          "With --embedded: the port of /metrics and /health; 7234 if not given, 0 for a free one.")
  private @Nullable Integer metricsPort;

  @Spec private CommandSpec spec = CommandSpec.create();

  private ServerCommand() {}

  @Override
  public Integer call() {
    Path file = config;
    if (embedded && file != null) {
      throw usage("--embedded and --config exclude each other: give one of them");
    }
    if (embedded) {
      return runEmbedded();
    }
    if (file == null) {
      throw usage("missing option: give --embedded, or --config FILE");
    }
    if (backend != null || data != null || port != null || metricsPort != null) {
      throw usage(
          "--backend, --data, --port and --metrics-port need --embedded; with --config the file"
              + " says");
    }
    try (Shutdown shutdown = Shutdown.atEndOfProcess(ExitStatus.OK.code())) {
      return serve(EngineConfiguration.read(file, System.getenv()), shutdown);
    }
  }

  private int runEmbedded() {
    PrintWriter err = spec.commandLine().getErr();
    try (Shutdown shutdown = Shutdown.atEndOfProcess(ExitStatus.OK.code())) {
      LocalBackend local = LocalBackends.select(backend == null ? DEFAULT_BACKEND : backend);
      LocalDatabase database =
          local.start(
              data == null ? DEFAULT_DATA : data,
              line -> err.println("fencepost: " + line),
              shutdown::add);
      Settings settings = new Settings(local.name());
      database
          .settings()
          .forEach(
              (key, value) ->
                  settings.with("persistence." + local.name() + "." + key, value, "--embedded"));
      if (port != null) {
        settings.with("server.port", port.toString(), "--port");
      }
      if (metricsPort != null) {
        settings.with("metrics.port", metricsPort.toString(), "--metrics-port");
      }
      EngineConfiguration configuration = settings.toConfiguration();
      Administration.bringUpToDate(configuration);
      return serve(configuration, shutdown);
    }
  }

  private int serve(EngineConfiguration configuration, Shutdown shutdown) {
    Engine engine = shutdown.add(Engine.start(configuration));
    PrintWriter out = spec.commandLine().getOut();
    out.println(readyLine(engine, configuration));
    out.flush();
    try {
      engine.awaitTermination();
    } catch (InterruptedException askedToStop) {
      return ExitStatus.OK.code();
    }
    return ExitStatus.OK.code();
  }

  private static String readyLine(Engine engine, EngineConfiguration configuration) {
    return "fencepost is ready: grpc "
        + configuration.host()
        + ":"
        + engine.port()
        + ", metrics http://"
        + configuration.metricsHost()
        + ":"
        + engine.metricsPort()
        + "/metrics, backend "
        + configuration.backend();
  }

  private ParameterException usage(String line) {
    return new ParameterException(spec.commandLine(), line);
  }
}
