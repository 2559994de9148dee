// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.interleaving;

import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * In which order sessions go on. After the last step the blockers let go, and the operations go on
 * to their ends, the first ones first.
 *
 * @param steps the steps, in order
 */
public record Schedule(List<Step> steps) {

  /** Copies the steps. */
  public Schedule {
    steps = List.copyOf(steps);
  }

  /** One step. */
  public sealed interface Step {

    /**
     * Lets an operation send its next statement, and waits until it wants to send another one,
     * ends, or hangs. An operation that has ended is passed over.
     *
     * @param operation its place among the operations, from 0
     */
    record Advance(int operation) implements Step {
      @Override
      public String toString() {
        return "operation " + operation;
      }
    }

    /**
     * Lets a blocker let go. One that has is passed over.
     *
     * @param blocker its place among the blockers, from 0
     */
    record Release(int blocker) implements Step {
      @Override
      public String toString() {
        return "release " + blocker;
      }
    }
  }

  @Override
  public String toString() {
    return steps.stream().map(Step::toString).collect(joining(", ", "[", "]"));
  }
}
