// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Events that wait until no workflow task is in a worker's hands. They leave in the order they
 * came, but those that close an activity or a child leave last, so that whatever they refer to has
 * left before them.
 */
final class BufferedEvents {

  private final List<HistoryEvent> events;
  private long bytes;

  BufferedEvents(List<HistoryEvent> events) {
    this.events = new ArrayList<>(events);
    for (HistoryEvent event : events) {
      bytes += event.getSerializedSize();
    }
  }

  void add(HistoryEvent event) {
    events.add(event);
    bytes += event.getSerializedSize();
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  int count() {
    return events.size();
  }

  long bytes() {
    return bytes;
  }

  List<HistoryEvent> events() {
    return List.copyOf(events);
  }

  void clear() {
    events.clear();
    bytes = 0;
  }

  /** Takes the firing of a timer back, because the workflow has cancelled the timer meanwhile. */
  Optional<HistoryEvent> removeTimerFired(String timerId) {
    for (HistoryEvent event : events) {
      if (event.getEventType() == EventType.EVENT_TYPE_TIMER_FIRED
          && event.getTimerFiredEventAttributes().getTimerId().equals(timerId)) {
        events.remove(event);
        bytes -= event.getSerializedSize();
        return Optional.of(event);
      }
    }
    return Optional.empty();
  }

  /** Whether an event waits that closes the activity. */
  boolean closesActivity(long scheduledEventId) {
    return events.stream()
        .anyMatch(event -> EventReferences.closedActivity(event) == scheduledEventId);
  }

  /** Numbers the events in the order they leave, from the given id, and empties the buffer. */
  List<HistoryEvent> drain(long firstEventId) {
    List<HistoryEvent> ordered = new ArrayList<>(events.size());
    for (HistoryEvent event : events) {
      if (!EventReferences.closesActivityOrChild(event)) {
        ordered.add(event);
      }
    }
    for (HistoryEvent event : events) {
      if (EventReferences.closesActivityOrChild(event)) {
        ordered.add(event);
      }
    }
    clear();
    Map<Long, Long> startedEvents = new HashMap<>();
    List<HistoryEvent> numbered = new ArrayList<>(ordered.size());
    long eventId = firstEventId;
    for (HistoryEvent event : ordered) {
      OptionalLong opener = EventReferences.openerOfStart(event);
      if (opener.isPresent()) {
        startedEvents.put(opener.getAsLong(), eventId);
      }
      numbered.add(
          EventReferences.withStartedEvent(event, startedEvents).toBuilder()
              .setEventId(eventId)
              .build());
      eventId++;
    }
    return numbered;
  }
}
