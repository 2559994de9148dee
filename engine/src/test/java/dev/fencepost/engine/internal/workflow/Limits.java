// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

/** Limits that are the defaults but for one. */
final class Limits {

  private static final WorkflowLimits DEFAULTS = WorkflowLimits.DEFAULTS;

  private Limits() {}

  static WorkflowLimits suggestingToContinueAsNewFrom(int events) {
    return of(events, DEFAULTS.historyEvents(), DEFAULTS.signals(), DEFAULTS.bufferedEvents());
  }

  static WorkflowLimits ofHistoryEvents(int events) {
    return of(
        DEFAULTS.historyEventsSuggestContinueAsNew(),
        events,
        DEFAULTS.signals(),
        DEFAULTS.bufferedEvents());
  }

  static WorkflowLimits ofSignals(int signals) {
    return of(
        DEFAULTS.historyEventsSuggestContinueAsNew(),
        DEFAULTS.historyEvents(),
        signals,
        DEFAULTS.bufferedEvents());
  }

  static WorkflowLimits ofBufferedEvents(int events) {
    return of(
        DEFAULTS.historyEventsSuggestContinueAsNew(),
        DEFAULTS.historyEvents(),
        DEFAULTS.signals(),
        events);
  }

  private static WorkflowLimits of(
      int suggestionEvents, int historyEvents, int signals, int bufferedEvents) {
    return new WorkflowLimits(
        suggestionEvents,
        DEFAULTS.historyBytesSuggestContinueAsNew(),
        historyEvents,
        DEFAULTS.historyBytes(),
        signals,
        DEFAULTS.pendingActivities(),
        DEFAULTS.pendingChildren(),
        DEFAULTS.pendingExternalRequests(),
        bufferedEvents,
        DEFAULTS.bufferedBytes(),
        DEFAULTS.memoBytes(),
        DEFAULTS.payloadBytes(),
        DEFAULTS.idLength(),
        DEFAULTS.workflowTaskTimeout(),
        DEFAULTS.longestWorkflowTaskTimeout(),
        DEFAULTS.longestWorkflowTaskRetry(),
        DEFAULTS.workflowTaskHeartbeat());
  }
}
