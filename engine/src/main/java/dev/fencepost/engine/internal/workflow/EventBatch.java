// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import io.temporal.api.history.v1.HistoryEvent;
import java.util.List;

/**
 * Events to append to the run's history as one node.
 *
 * @param events at least one, with contiguous ids
 */
public record EventBatch(List<HistoryEvent> events) {

  /** Copies the events and checks their ids. */
  public EventBatch {
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("a batch has at least one event");
    }
    for (int index = 0; index < events.size(); index++) {
      long expected = events.get(0).getEventId() + index;
      if (events.get(index).getEventId() != expected) {
        throw new IllegalArgumentException(
            "event " + events.get(index).getEventId() + " stands where " + expected + " belongs");
      }
    }
  }

  /** The id of the batch: its first event's, which is the id of its history node. */
  public long firstEventId() {
    return events.get(0).getEventId();
  }
}
