// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.taskqueue.v1.TaskQueue;
import java.util.Locale;
import java.util.UUID;

/** Checks that the fields of requests can be right. Each error names the field in one line. */
final class Requests {

  /** The longest id, name or type, in characters. */
  static final int MAX_ID_LENGTH = 1_000;

  private Requests() {}

  /** A field that must be given and may not be too long. */
  static void requireName(String field, String value) {
    if (value.isEmpty()) {
      throw ServiceErrors.invalidArgument(field + " is missing");
    }
    requireLength(field, value);
  }

  /** A field that may not be too long. */
  static void requireLength(String field, String value) {
    if (value.length() > MAX_ID_LENGTH) {
      throw ServiceErrors.invalidArgument(
          field + " has at most " + MAX_ID_LENGTH + " characters, not " + value.length());
    }
    if (value.indexOf('\0') >= 0) {
      throw ServiceErrors.invalidArgument(field + " contains a zero character");
    }
  }

  /** The name of a task queue. */
  static void requireTaskQueue(TaskQueue taskQueue) {
    requireName("task_queue.name", taskQueue.getName());
    requireLength("task_queue.normal_name", taskQueue.getNormalName());
  }

  /** A workflow, perhaps one run of it. */
  static void requireExecution(String field, WorkflowExecution execution) {
    requireName(field + ".workflow_id", execution.getWorkflowId());
    requireRunId(field + ".run_id", execution.getRunId());
  }

  /** A run id that is empty or a UUID. */
  static void requireRunId(String field, String runId) {
    if (!runId.isEmpty() && !isUuid(runId)) {
      throw ServiceErrors.invalidArgument(field + " must be a UUID, not '" + shown(runId) + "'");
    }
  }

  /** A timeout that may be left out. */
  static void requireTimeout(String field, Duration timeout) {
    if (!Durations.isValid(timeout)) {
      throw ServiceErrors.invalidArgument(field + " is not a valid duration");
    }
    if (Durations.isNegative(timeout)) {
      throw ServiceErrors.invalidArgument(
          field + " must not be negative, but is " + Durations.toString(timeout));
    }
  }

  /** The beginning of a text from outside, fit for an error message. */
  static String shown(String text) {
    String start = text.length() > 64 ? text.substring(0, 64) + "..." : text;
    return start.replaceAll("\\p{Cntrl}", "?");
  }

  private static boolean isUuid(String text) {
    try {
      return UUID.fromString(text).toString().equals(text.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException notOne) {
      return false;
    }
  }
}
