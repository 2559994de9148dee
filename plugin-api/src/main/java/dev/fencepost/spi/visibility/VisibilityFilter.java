// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.visibility;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.execution.ExecutionStatus;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which records of a namespace to list or count. All parts that are present must hold.
 *
 * @param namespaceId the namespace
 * @param workflowId exactly this workflow id
 * @param runId exactly this run
 * @param workflowType exactly this workflow type
 * @param statuses one of these; empty means any, open ones are {@link ExecutionStatus#RUNNING}
 *     alone
 * @param startTime started within
 * @param closeTime closed within; open runs never match
 */
public record VisibilityFilter(
    UUID namespaceId,
    Optional<String> workflowId,
    Optional<UUID> runId,
    Optional<String> workflowType,
    Set<ExecutionStatus> statuses,
    Optional<TimeRange> startTime,
    Optional<TimeRange> closeTime) {

  /** Copies the statuses. */
  public VisibilityFilter {
    requireNonNull(namespaceId, "namespaceId is null");
    requireNonNull(workflowId, "workflowId is null");
    requireNonNull(runId, "runId is null");
    requireNonNull(workflowType, "workflowType is null");
    statuses = Set.copyOf(statuses);
    requireNonNull(startTime, "startTime is null");
    requireNonNull(closeTime, "closeTime is null");
  }

  /** All records of a namespace. */
  public static VisibilityFilter all(UUID namespaceId) {
    return new VisibilityFilter(
        namespaceId,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        Optional.empty(),
        Optional.empty());
  }
}
