// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.execution;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * One run of a workflow.
 *
 * @param namespaceId the namespace
 * @param workflowId the workflow id, 1 to 1,000 characters
 * @param runId the run
 */
public record WorkflowKey(UUID namespaceId, String workflowId, UUID runId) {

  /** Checks that nothing is missing. */
  public WorkflowKey {
    requireNonNull(namespaceId, "namespaceId is null");
    requireNonNull(workflowId, "workflowId is null");
    requireNonNull(runId, "runId is null");
  }
}
