// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static java.util.Objects.requireNonNull;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.taskqueue.v1.TaskQueue;
import java.time.Instant;
import java.util.List;

/**
 * A workflow task in a worker's hands.
 *
 * @param scheduledEventId its scheduled event
 * @param startedEventId its started event
 * @param previousStartedEventId started event of the last completed workflow task, 0 if none; a
 *     sticky worker needs only what follows it
 * @param attempt from 1
 * @param scheduledTime when it was scheduled
 * @param startedTime when it was started
 * @param taskQueue the queue it was scheduled on
 * @param sticky whether the run has a sticky task queue, so that the worker has its history cached
 * @param nextEventId the next event id of the history as stored
 * @param transientEvents the scheduled and started event to show the worker after the stored
 *     history, if the attempt is above 1; else empty
 */
public record StartedWorkflowTask(
    long scheduledEventId,
    long startedEventId,
    long previousStartedEventId,
    int attempt,
    Instant scheduledTime,
    Instant startedTime,
    TaskQueue taskQueue,
    boolean sticky,
    long nextEventId,
    List<HistoryEvent> transientEvents) {

  /** Copies the events and checks that nothing is missing. */
  public StartedWorkflowTask {
    requireNonNull(scheduledTime, "scheduledTime is null");
    requireNonNull(startedTime, "startedTime is null");
    requireNonNull(taskQueue, "taskQueue is null");
    transientEvents = List.copyOf(transientEvents);
  }
}
