// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program {@code fencepost}. */
@Command(
    name = "fencepost",
    description = "A workflow engine on fenced, durable storage. It serves the Temporal gRPC API.",
    synopsisSubcommandLabel = "SUBCOMMAND",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    sortOptions = false,
    subcommands = {DemoCommand.class, ServerCommand.class, SchemaCommand.class},
    footer = {
      "%nExamples:",
      "  fencepost demo                      run 200 workflows through a killed engine",
      "  fencepost server --embedded         a development server on port 7233",
      "  fencepost server --config my.yaml   a server on a database of your own",
      "%nExit status: 0 done, 1 something failed, 2 wrong command line or configuration."
    })
public final class Fencepost implements Runnable {

  /** The logging level of everything, as {@code logback.xml} reads it. */
  static final String LOG_LEVEL = "fencepost.log.level";

  /** How failures are logged: {@code line} or {@code trace}, as {@code logback.xml} reads it. */
  static final String LOG_FAILURES = "fencepost.log.failures";

  /** The logging level of the SDK in this process. */
  static final String SDK_LOG_LEVEL = "fencepost.sdk.log.level";

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Log more, and print stack traces of failures.")
  private boolean verbose;

  @Spec private CommandSpec spec;

  private Fencepost() {
    this.spec = CommandSpec.create();
  }

  /**
   * Runs a command and exits with its status.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(execute(out, err, arguments));
  }

  /**
   * Runs a command.
   *
   * @param out where results go
   * @param err where failures go, one line each
   * @param arguments the command line
   * @return the exit status
   */
  public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    Fencepost root = new Fencepost();
    CommandLine commandLine = new CommandLine(root);
    ServiceLoader.load(Subcommand.class).forEach(commandLine::addSubcommand);
    return commandLine
        .setOut(out)
        .setErr(err)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler((failure, line) -> root.report(err, failure))
        .setExecutionExceptionHandler((failure, line, result) -> root.report(err, failure))
        .setExecutionStrategy(root::run)
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "missing subcommand: one of " + String.join(", ", spec.subcommands().keySet()));
  }

  private int run(ParseResult parsed) {
    if (verbose) {
      System.setProperty(LOG_LEVEL, "INFO");
      System.setProperty(LOG_FAILURES, "trace");
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private int report(PrintWriter err, Exception failure) {
    return FailureReport.print(
        err, failure, verbose ? FailureReport.Detail.STACK_TRACE : FailureReport.Detail.LINE);
  }
}
