// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.execution;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.Blob;
import java.time.Instant;

/**
 * What a write stores of a run, beside its key and its record version.
 *
 * @param createRequestId the request that created the run, at most 255 characters; it makes
 *     starting a workflow repeatable
 * @param state where the run is in its life
 * @param status how it stands
 * @param startTime when it started, microseconds
 * @param lastWriteVersion the failover version of its last event
 * @param nextEventId the event id the next event will get, at least 1
 * @param mutableState everything else, opaque to the store
 */
public record ExecutionInfo(
    String createRequestId,
    ExecutionState state,
    ExecutionStatus status,
    Instant startTime,
    long lastWriteVersion,
    long nextEventId,
    Blob mutableState) {

  /** Checks that nothing is missing. */
  public ExecutionInfo {
    requireNonNull(createRequestId, "createRequestId is null");
    requireNonNull(state, "state is null");
    requireNonNull(status, "status is null");
    requireNonNull(startTime, "startTime is null");
    requireNonNull(mutableState, "mutableState is null");
  }
}
