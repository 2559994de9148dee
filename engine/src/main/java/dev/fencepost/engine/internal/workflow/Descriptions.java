// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.v1.MutableState;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import java.time.Instant;

/** What clients are told of a run. */
public final class Descriptions {

  private Descriptions() {}

  /** The run as DescribeWorkflowExecution shows it. */
  public static DescribeWorkflowExecutionResponse describe(MutableState state, Instant now) {
    throw new UnsupportedOperationException("describe");
  }

  /** The run as lists show it: the content of its visibility record. */
  public static WorkflowExecutionInfo info(MutableState state) {
    throw new UnsupportedOperationException("info");
  }
}
