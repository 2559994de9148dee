// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo.audit;

import io.temporal.api.history.v1.HistoryEvent;
import java.util.ArrayList;
import java.util.List;

/** What holds for every history, whatever its workflow does. */
final class HistoryCheck {

  private HistoryCheck() {}

  static List<String> violations(RunHistory run) {
    List<String> found = new ArrayList<>();
    long expected = 1;
    for (HistoryEvent event : run.events()) {
      if (event.getEventId() != expected) {
        found.add(run + ": event " + expected + " is missing, found " + event.getEventId());
        expected = event.getEventId();
      }
      expected++;
    }
    if (run.events().isEmpty()
        || !run.events().getFirst().hasWorkflowExecutionStartedEventAttributes()) {
      found.add(run + ": does not begin with its start");
    }
    long closes = run.events().stream().filter(RunHistory::closes).count();
    if (closes != 1) {
      found.add(run + ": has " + closes + " close events, not 1");
    } else if (run.close().isEmpty()) {
      found.add(run + ": has events after its close event");
    }
    return found;
  }
}
