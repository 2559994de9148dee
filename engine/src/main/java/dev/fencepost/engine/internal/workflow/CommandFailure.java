// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import java.util.Locale;

/** A command that can't be applied, so that its whole workflow task fails. */
final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final WorkflowTaskFailedCause cause;
  private final Consequence consequence;

  private CommandFailure(WorkflowTaskFailedCause cause, String message, Consequence consequence) {
    super(message);
    this.cause = cause;
    this.consequence = consequence;
  }

  /** What happens to the run. */
  enum Consequence {
    /** The worker may do better the next time. */
    TRY_AGAIN,
    /** No attempt can do better. */
    TERMINATE
  }

  static CommandFailure of(WorkflowTaskFailedCause cause, String message) {
    return new CommandFailure(cause, message, Consequence.TRY_AGAIN);
  }

  static CommandFailure terminating(WorkflowTaskFailedCause cause, String message) {
    return new CommandFailure(cause, message, Consequence.TERMINATE);
  }

  WorkflowTaskFailedCause failedCause() {
    return cause;
  }

  Consequence consequence() {
    return consequence;
  }

  /** The text workers and histories show. */
  String text() {
    String name = cause.name().substring("WORKFLOW_TASK_FAILED_CAUSE_".length());
    String message = getMessage();
    return message == null || message.isEmpty()
        ? camelCase(name)
        : camelCase(name) + ": " + message;
  }

  private static String camelCase(String upperSnakeCase) {
    StringBuilder text = new StringBuilder();
    for (String word : upperSnakeCase.split("_", -1)) {
      text.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return text.toString();
  }
}
