// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend.query;

import dev.fencepost.spi.execution.ExecutionStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How queries and their answers name the status of a run. */
public final class StatusNames {

  private StatusNames() {}

  /** The name of a status. */
  public static String name(ExecutionStatus status) {
    return switch (status) {
      case RUNNING -> "Running";
      case COMPLETED -> "Completed";
      case FAILED -> "Failed";
      case CANCELED -> "Canceled";
      case TERMINATED -> "Terminated";
      case CONTINUED_AS_NEW -> "ContinuedAsNew";
      case TIMED_OUT -> "TimedOut";
    };
  }

  /** The status of a name, whatever its case. */
  static Optional<ExecutionStatus> status(String name) {
    return Arrays.stream(ExecutionStatus.values())
        .filter(status -> name(status).equalsIgnoreCase(name))
        .findFirst();
  }

  /** The status of a number, as the Temporal API numbers them. */
  static Optional<ExecutionStatus> numbered(String number) {
    return Arrays.stream(ExecutionStatus.values())
        .filter(status -> String.valueOf(status.code()).equals(number))
        .findFirst();
  }

  static List<String> names() {
    return Arrays.stream(ExecutionStatus.values()).map(StatusNames::name).toList();
  }
}
