// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static java.util.Objects.requireNonNull;

import dev.fencepost.engine.v1.ParentInfo;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import java.util.Optional;
import java.util.UUID;

/**
 * A workflow to start by a client or a parent. Runs that continue another one are made by the
 * machine itself.
 *
 * @param runId the id of the run
 * @param request what the client asked for; its request id must be set
 * @param parent the parent run, empty for none
 * @param root the root of the tree of runs, empty if the run is its own
 */
public record StartRequest(
    UUID runId,
    StartWorkflowExecutionRequest request,
    Optional<ParentInfo> parent,
    Optional<WorkflowExecution> root) {

  /** Checks that nothing is missing. */
  public StartRequest {
    requireNonNull(runId, "runId is null");
    requireNonNull(request, "request is null");
    requireNonNull(parent, "parent is null");
    requireNonNull(root, "root is null");
  }

  /** A start by a client. */
  public static StartRequest of(UUID runId, StartWorkflowExecutionRequest request) {
    return new StartRequest(runId, request, Optional.empty(), Optional.empty());
  }
}
