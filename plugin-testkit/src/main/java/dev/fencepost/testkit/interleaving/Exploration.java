// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.interleaving;

import java.util.List;

/**
 * What happened under one schedule.
 *
 * @param schedule the schedule
 * @param endings how each operation ended, in the order of the operations
 * @param trace what was sent and released, in the order in which it happened
 * @param overlapped whether two operations had each sent something and not ended at one moment
 */
public record Exploration(
    Schedule schedule, List<Ending> endings, List<String> trace, boolean overlapped) {

  /** Copies the lists. */
  public Exploration {
    endings = List.copyOf(endings);
    trace = List.copyOf(trace);
  }

  /** The schedule and the trace, for the text of a failure. */
  public String describe() {
    return "schedule " + schedule + "\n  " + String.join("\n  ", trace);
  }
}
