// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs PostgreSQL's programs. They refuse to run as root: there they run in a user namespace of
 * their own, where the same user has another number.
 */
final class ProgramRunner {

  private final List<String> prefix;

  private ProgramRunner(List<String> prefix) {
    this.prefix = prefix;
  }

  static ProgramRunner forUser(int userNumber) {
    if (userNumber != 0) {
      return new ProgramRunner(List.of());
    }
    List<String> namespace = List.of("unshare", "--user");
    if (!new ProgramRunner(namespace).run(Path.of("true"), List.of()).succeeded()) {
      throw new EmbeddedDatabaseFailure(
          "PostgreSQL refuses to run as root and this machine allows no user namespaces"
              + " (unshare --user true fails): run as another user, or use a server of your own"
              + " with --config");
    }
    return new ProgramRunner(namespace);
  }

  Result run(Path program, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(program.toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Result(process.waitFor(), output);
    } catch (IOException cannotStart) {
      return new Result(127, String.valueOf(cannotStart.getMessage()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new EmbeddedDatabaseFailure(
          "interrupted while waiting for " + program.getFileName(), interrupted);
    }
  }

  /**
   * How a program ended.
   *
   * @param status its exit status, 0 if it succeeded
   * @param output what it printed, both streams together
   */
  record Result(int status, String output) {

    boolean succeeded() {
      return status == 0;
    }

    /** The line of the output that says what went wrong, as far as one does. */
    String reason() {
      List<String> lines = output.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
      return lines.stream()
          .filter(line -> line.contains("FATAL:") || line.contains("error:"))
          .reduce((first, second) -> second)
          .orElse(lines.isEmpty() ? "exit status " + status : lines.getLast());
    }
  }
}
