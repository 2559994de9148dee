// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.v1.ParentInfo;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.ContinueAsNewInitiator;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A run to start, be it the first of its chain or one that continues another.
 *
 * @param runId its id
 * @param request what it shall be
 * @param parent its parent
 * @param root the root of its tree, empty if it is its own
 * @param continuation what it has from the run it continues
 */
record RunStart(
    String runId,
    StartWorkflowExecutionRequest request,
    Optional<ParentInfo> parent,
    Optional<WorkflowExecution> root,
    Optional<Continuation> continuation) {

  /**
   * What a run has from the one it continues.
   *
   * @param runId the run it continues
   * @param firstRunId the first run of the chain
   * @param startRequestId the request that started it
   * @param initiator who decided to continue
   * @param failure how the last run failed, empty if it didn't
   * @param lastResult the last result of the chain
   * @param backoff how long the first workflow task waits
   * @param attempt by the retry policy, from 1
   * @param expiration when the chain's time is up
   */
  record Continuation(
      String runId,
      String firstRunId,
      String startRequestId,
      ContinueAsNewInitiator initiator,
      Optional<Failure> failure,
      Optional<Payloads> lastResult,
      Duration backoff,
      int attempt,
      Optional<Instant> expiration) {}
}
