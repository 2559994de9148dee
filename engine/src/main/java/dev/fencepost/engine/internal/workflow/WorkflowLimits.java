// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The limits of one run.
 *
 * @param historyEventsSuggestContinueAsNew events from which workers are told to continue as new
 * @param historyBytesSuggestContinueAsNew bytes from which workers are told to continue as new
 * @param historyEvents events at which the run is terminated
 * @param historyBytes bytes at which the run is terminated
 * @param signals signals a run accepts
 * @param pendingActivities activities a run may have pending
 * @param pendingChildren child workflows a run may have pending
 * @param pendingExternalRequests signals, and cancellations, to other workflows a run may have
 *     pending
 * @param bufferedEvents events that may wait for one workflow task to end
 * @param bufferedBytes their size
 * @param memoBytes size of a run's memo
 * @param payloadBytes size of the payloads of one command
 * @param idLength characters of an id or a type name
 * @param workflowTaskTimeout used where a start request gives none
 * @param longestWorkflowTaskTimeout cap of what a start request gives
 * @param longestWorkflowTaskRetry cap of what is added to the timeout of a failing workflow task
 * @param workflowTaskHeartbeat how long workflow tasks may keep themselves alive without progress
 */
public record WorkflowLimits(
    int historyEventsSuggestContinueAsNew,
    long historyBytesSuggestContinueAsNew,
    int historyEvents,
    long historyBytes,
    int signals,
    int pendingActivities,
    int pendingChildren,
    int pendingExternalRequests,
    int bufferedEvents,
    long bufferedBytes,
    int memoBytes,
    int payloadBytes,
    int idLength,
    Duration workflowTaskTimeout,
    Duration longestWorkflowTaskTimeout,
    Duration longestWorkflowTaskRetry,
    Duration workflowTaskHeartbeat) {

  private static final long KIBIBYTE = 1024;
  private static final long MEBIBYTE = 1024 * KIBIBYTE;

  /**
   * Temporal's defaults, but for the buffered events: a hundred of them are too few for a workflow
   * whose activities end by the hundreds, each with two events. Their size bounds them well enough.
   */
  public static final WorkflowLimits DEFAULTS =
      new WorkflowLimits(
          4 * 1024,
          4 * MEBIBYTE,
          50 * 1024,
          50 * MEBIBYTE,
          10_000,
          2_000,
          2_000,
          2_000,
          5_000,
          2 * MEBIBYTE,
          (int) (2 * MEBIBYTE),
          (int) (2 * MEBIBYTE),
          1_000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(120),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30));

  /** Checks that nothing is missing. */
  public WorkflowLimits {
    requireNonNull(workflowTaskTimeout, "workflowTaskTimeout is null");
    requireNonNull(longestWorkflowTaskTimeout, "longestWorkflowTaskTimeout is null");
    requireNonNull(longestWorkflowTaskRetry, "longestWorkflowTaskRetry is null");
    requireNonNull(workflowTaskHeartbeat, "workflowTaskHeartbeat is null");
  }
}
