// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import io.temporal.api.command.v1.Command;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.HashSet;
import java.util.Set;

/** What the commands of one workflow task share. */
final class CommandScope {

  private final Draft draft;
  private final long completedEventId;
  private final String identity;
  private final Set<String> childrenStarted = new HashSet<>();
  private boolean unhandledEvents;
  private boolean canceledUnstartedActivity;
  private Command command = Command.getDefaultInstance();

  CommandScope(Draft draft, long completedEventId, String identity) {
    this.draft = draft;
    this.completedEventId = completedEventId;
    this.identity = identity;
    this.unhandledEvents = !draft.buffered().isEmpty();
  }

  Draft draft() {
    return draft;
  }

  /** The event the commands' events refer to. */
  long completedEventId() {
    return completedEventId;
  }

  /** The worker. */
  String identity() {
    return identity;
  }

  void begin(Command next) {
    command = next;
  }

  /** An event for the current command to fill in. */
  HistoryEvent.Builder event(EventType type) {
    HistoryEvent.Builder event = draft.event(type);
    if (command.hasUserMetadata()) {
      event.setUserMetadata(command.getUserMetadata());
    }
    return event;
  }

  /** Whether events arrived while the worker had the task, so that the run may not close yet. */
  boolean hasUnhandledEvents() {
    return unhandledEvents;
  }

  /** Looks again after a buffered event has been taken back. */
  void reviewUnhandledEvents() {
    unhandledEvents = unhandledEvents && !draft.buffered().isEmpty();
  }

  boolean hasCanceledUnstartedActivity() {
    return canceledUnstartedActivity;
  }

  void rememberCanceledUnstartedActivity() {
    canceledUnstartedActivity = true;
  }

  void rememberChild(String workflowId) {
    childrenStarted.add(workflowId);
  }

  boolean hasStartedChild(String workflowId) {
    return childrenStarted.contains(workflowId);
  }

  /** Fails the task unless an id or name is set and short enough. */
  void requireText(WorkflowTaskFailedCause cause, String name, String text) {
    if (text.isEmpty()) {
      throw CommandFailure.of(cause, name + " is not set on command.");
    }
    requireShort(cause, name, text);
  }

  void requireShort(WorkflowTaskFailedCause cause, String name, String text) {
    int limit = draft.context().limits().idLength();
    if (text.length() > limit) {
      throw CommandFailure.of(
          cause,
          name + " has " + text.length() + " characters, more than the limit of " + limit + ".");
    }
  }

  /** Ends the run if a command carries more than any attempt could store. */
  void requireSize(WorkflowTaskFailedCause cause, String name, int bytes) {
    int limit = draft.context().limits().payloadBytes();
    if (bytes > limit) {
      throw CommandFailure.terminating(
          cause, name + " has " + bytes + " bytes, more than the limit of " + limit + ".");
    }
  }
}
