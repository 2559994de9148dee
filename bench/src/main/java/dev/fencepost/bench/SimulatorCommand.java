// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench;

import dev.fencepost.dsql.simulator.DsqlSimulator;
import dev.fencepost.dsql.simulator.TransportSecurity;
import dev.fencepost.engine.cli.CommandFailure;
import dev.fencepost.engine.cli.ExitStatus;
import dev.fencepost.engine.cli.Subcommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the simulator of Aurora DSQL until it is told to stop. */
@Command(
    name = "dsql-simulator",
    description = {
      "Run a local Aurora DSQL until it is interrupted or terminated: its dialect, its limits, its"
          + " conflicts at COMMIT. Connect as admin with any password, to the database postgres."
    },
    sortOptions = false,
    footer = {
      "%nExamples:",
      "  fencepost dsql-simulator",
      "  fencepost dsql-simulator --port 5433 --no-tls --data ./dsql-data",
      "  PGPASSWORD=any psql 'host=127.0.0.1 port=5433 user=admin dbname=postgres sslmode=require'",
    })
public final class SimulatorCommand implements Subcommand {

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "5433",
      description =
          "The port on 127.0.0.1; ${DEFAULT-VALUE} if not given, 0 for a free one. It is printed.")
  private int port = 5433;

  @Option(
      names = "--no-tls",
      description = "Without TLS. With it, the certificate is made at the start.")
  private boolean plaintext;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Keep the data in this folder; without it they are gone at the end.")
  private @Nullable Path data;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Called by the service loader. */
  public SimulatorCommand() {}

  @Override
  public Integer call() {
    if (port < 0 || port > 65_535) {
      throw new ParameterException(
          spec.commandLine(), "a port is a number from 0 to 65535, not " + port);
    }
    try (DsqlSimulator simulator = start()) {
      Thread stop = Thread.ofPlatform().unstarted(() -> close(simulator));
      Runtime.getRuntime().addShutdownHook(stop);
      PrintWriter out = spec.commandLine().getOut();
      out.println("listening on 127.0.0.1:" + simulator.port());
      out.flush();
      new CountDownLatch(1).await();
      return ExitStatus.OK.code();
    } catch (InterruptedException askedToStop) {
      return ExitStatus.OK.code();
    } catch (IOException failed) {
      throw CommandFailure.failed(reason(failed), failed);
    }
  }

  private DsqlSimulator start() throws IOException {
    DsqlSimulator.Builder builder =
        DsqlSimulator.builder()
            .port(port)
            .security(plaintext ? TransportSecurity.PLAINTEXT : TransportSecurity.TLS);
    if (data != null) {
      builder.dataFolder(data.toAbsolutePath().normalize());
    }
    return builder.start();
  }

  private String reason(IOException failed) {
    return failed.getCause() instanceof BindException
        ? "port " + port + " on 127.0.0.1 is in use: choose another with --port"
        : String.valueOf(failed.getMessage());
  }

  private static void close(DsqlSimulator simulator) {
    try {
      simulator.close();
    } catch (IOException gone) {
      // The process ends, and nobody is left to tell.
      return;
    }
  }
}
