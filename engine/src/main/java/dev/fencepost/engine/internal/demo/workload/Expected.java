// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.workload;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a workflow must end.
 *
 * @param status the status of its last run
 * @param result what it returns, or the message of its failure
 */
public record Expected(WorkflowExecutionStatus status, String result) {

  /** A workflow task that is lost with the engine is repeated after this. */
  public static final Duration WORKFLOW_TASK_TIMEOUT = Duration.ofSeconds(5);

  /** How the workflow of a type and number must end. */
  public static Expected of(WorkflowKind kind, int number) {
    return switch (kind) {
      case ORDER -> completed("reserve " + number + ",charge " + number + ",ship " + number);
      case REMINDER -> completed("done " + number);
      case APPROVAL -> completed(approvers(number).stream().sorted().toList().toString());
      case SHIPMENT -> completed("parcel pack " + number + ",deliver " + number);
      case BATCH -> completed("chunk-" + (BatchWorkflow.RUNS - 1) + " " + number);
      case TRIP ->
          new Expected(
              WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED,
              "trip " + number + " canceled");
    };
  }

  /** Who approves the approval of a number; each does so once. */
  public static List<String> approvers(int number) {
    return IntStream.range(0, ApprovalWorkflow.NEEDED)
        .mapToObj(index -> "approver-" + number + "-" + index)
        .toList();
  }

  private static Expected completed(String result) {
    return new Expected(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED, result);
  }
}
