// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.execution;

import java.time.Instant;
import java.util.UUID;

/**
 * The current run of a workflow id: the running one, else the one that closed last.
 *
 * @param runId the run
 * @param createRequestId the request that created it
 * @param state where it is in its life
 * @param status how it stands
 * @param startTime when it started
 * @param lastWriteVersion the failover version of its last event
 */
public record CurrentExecution(
    UUID runId,
    String createRequestId,
    ExecutionState state,
    ExecutionStatus status,
    Instant startTime,
    long lastWriteVersion) {}
