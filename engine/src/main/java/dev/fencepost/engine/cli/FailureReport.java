// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.cli;

import dev.fencepost.engine.EngineFailure;
import dev.fencepost.engine.embedded.EmbeddedDatabaseFailure;
import dev.fencepost.spi.config.InvalidConfiguration;
import dev.fencepost.spi.error.PersistenceException;
import dev.fencepost.spi.error.SchemaMismatch;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one line that says what to do, and an exit status. */
final class FailureReport {

  private FailureReport() {}

  static int print(PrintWriter err, Throwable failure, Detail detail) {
    err.println("fencepost: " + line(failure));
    switch (detail) {
      case STACK_TRACE -> failure.printStackTrace(err);
      case LINE -> {}
    }
    err.flush();
    return status(failure).code();
  }

  private static ExitStatus status(Throwable failure) {
    return switch (failure) {
      case CommandFailure command -> command.status();
      case ParameterException usage -> ExitStatus.USAGE;
      case InvalidConfiguration configuration -> ExitStatus.USAGE;
      default -> ExitStatus.FAILED;
    };
  }

  private static String line(Throwable failure) {
    String text =
        switch (failure) {
          case UnmatchedArgumentException unmatched -> unmatched(unmatched);
          case ParameterException usage ->
              lowerCaseStart(String.valueOf(usage.getMessage())) + seeHelp(usage);
          case SchemaMismatch mismatch -> mismatch.summary();
          case CommandFailure command -> String.valueOf(command.getMessage());
          case InvalidConfiguration configuration -> String.valueOf(configuration.getMessage());
          case PersistenceException persistence -> String.valueOf(persistence.getMessage());
          case EngineFailure engine -> String.valueOf(engine.getMessage());
          case EmbeddedDatabaseFailure embedded -> String.valueOf(embedded.getMessage());
          default ->
              "unexpected "
                  + failure.getClass().getSimpleName()
                  + ": "
                  + failure.getMessage()
                  + "; --verbose prints where it happened";
        };
    return text.replaceAll("\\s*\\R\\s*", " ");
  }

  private static String unmatched(UnmatchedArgumentException failure) {
    String first = failure.getUnmatched().getFirst();
    String kind =
        first.startsWith("-")
            ? "option"
            : failure.getCommandLine().getSubcommands().isEmpty() ? "argument" : "subcommand";
    List<String> suggestions = failure.getSuggestions();
    return "unknown "
        + kind
        + " '"
        + first
        + "'"
        + (suggestions.isEmpty() ? "" : "; did you mean '" + suggestions.getFirst() + "'?")
        + seeHelp(failure);
  }

  private static String seeHelp(ParameterException failure) {
    return " (see '" + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help')";
  }

  private static String lowerCaseStart(String text) {
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  /** How much of a failure is printed. */
  enum Detail {
    /** The line. */
    LINE,
    /** The line and where it happened. */
    STACK_TRACE
  }
}
