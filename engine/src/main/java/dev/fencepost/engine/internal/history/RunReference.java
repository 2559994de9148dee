// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.rpc.ServiceErrors;
import io.temporal.api.common.v1.WorkflowExecution;
import java.util.Optional;
import java.util.UUID;

/**
 * A run as requests name it.
 *
 * @param runId the run, or empty for the current one
 */
record RunReference(UUID namespaceId, String workflowId, Optional<UUID> runId) {

  /**
   * Reads the ids of a request.
   *
   * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT if one is missing or no UUID
   */
  static RunReference of(String namespaceId, WorkflowExecution execution) {
    if (execution.getWorkflowId().isEmpty()) {
      throw ServiceErrors.invalidArgument("WorkflowId is not set on request.");
    }
    Optional<UUID> runId =
        execution.getRunId().isEmpty()
            ? Optional.empty()
            : Optional.of(uuid(execution.getRunId(), "Invalid RunId."));
    return new RunReference(
        uuid(namespaceId, "Invalid NamespaceId."), execution.getWorkflowId(), runId);
  }

  static UUID uuid(String text, String problem) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notOne) {
      throw ServiceErrors.invalidArgument(problem);
    }
  }
}
