// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.cli;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Ends a command with one line on standard error and an exit status. */
public final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitStatus status;

  private CommandFailure(ExitStatus status, String line, @Nullable Throwable cause) {
    super(line, cause);
    this.status = requireNonNull(status, "status is null");
  }

  /** A command that was asked for in a way that can't work. */
  public static CommandFailure usage(String line) {
    return new CommandFailure(ExitStatus.USAGE, line, null);
  }

  /** A command that could not do what it was asked for. */
  public static CommandFailure failed(String line) {
    return new CommandFailure(ExitStatus.FAILED, line, null);
  }

  /** A command that could not do what it was asked for, and what led to it. */
  public static CommandFailure failed(String line, Throwable cause) {
    return new CommandFailure(ExitStatus.FAILED, line, cause);
  }

  /** What the process exits with. */
  public ExitStatus status() {
    return status;
  }
}
