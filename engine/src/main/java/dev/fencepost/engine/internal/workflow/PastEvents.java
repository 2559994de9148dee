// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import io.temporal.api.history.v1.HistoryEvent;

/**
 * Reads an event of the run's history that an earlier transition appended. The machine asks only
 * for what it doesn't keep in the mutable state: the started event, when a run is retried,
 * rescheduled by cron or continued.
 */
@FunctionalInterface
public interface PastEvents {

  /**
   * The event with this id.
   *
   * @param eventId the event
   * @param batchId the first event of the batch it was appended in, which is the id of its history
   *     node
   */
  HistoryEvent event(long eventId, long batchId);
}
