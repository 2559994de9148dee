// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.visibility;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.Blob;
import dev.fencepost.spi.execution.ExecutionStatus;
import dev.fencepost.spi.execution.WorkflowKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * What is listed of a run.
 *
 * @param key the run
 * @param workflowType the name of the workflow type
 * @param taskQueue the name of its task queue
 * @param status how it stands
 * @param startTime when it started, cut to microseconds
 * @param executionTime when its first workflow task was or will be due, cut to microseconds
 * @param closed what is known since it closed; present exactly if the status is a closed one
 * @param memo what its starter attached
 * @param searchAttributes custom search attributes by name
 * @param version orders the records of one run: a record replaces one with a smaller version only
 */
public record VisibilityRecord(
    WorkflowKey key,
    String workflowType,
    String taskQueue,
    ExecutionStatus status,
    Instant startTime,
    Instant executionTime,
    Optional<Closed> closed,
    Blob memo,
    Map<String, SearchAttribute> searchAttributes,
    long version) {

  /**
   * What is known of a closed run.
   *
   * @param closeTime when it closed, cut to microseconds
   * @param historyLength its number of events
   * @param historyBytes the size of its history
   */
  public record Closed(Instant closeTime, long historyLength, long historyBytes) {

    /** Cuts the time to microseconds. */
    public Closed {
      closeTime = closeTime.truncatedTo(ChronoUnit.MICROS);
    }
  }

  /** Cuts the times to microseconds, copies the map. */
  public VisibilityRecord {
    requireNonNull(key, "key is null");
    requireNonNull(workflowType, "workflowType is null");
    requireNonNull(taskQueue, "taskQueue is null");
    requireNonNull(memo, "memo is null");
    startTime = startTime.truncatedTo(ChronoUnit.MICROS);
    executionTime = executionTime.truncatedTo(ChronoUnit.MICROS);
    searchAttributes = Map.copyOf(searchAttributes);
    if (closed.isPresent() == (status == ExecutionStatus.RUNNING)) {
      throw new IllegalArgumentException(
          "a record has a close time exactly if its run has closed; status is " + status);
    }
  }
}
