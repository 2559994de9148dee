// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A question to whoever sits at the terminal. */
final class Question {

  private Question() {}

  /** Goes on only if the answer is yes. Where nobody can answer, it is a usage error. */
  static void requireYes(CommandLine command, String question, String whenNobodyIsThere) {
    if (!Terminal.isInput()) {
      throw new ParameterException(command, whenNobodyIsThere);
    }
    PrintWriter err = command.getErr();
    err.print(question);
    err.flush();
    if (!"yes".equals(answer())) {
      throw CommandFailure.failed("nothing was done");
    }
  }

  private static String answer() {
    try {
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line = reader.readLine();
      return line == null ? "" : line.strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
