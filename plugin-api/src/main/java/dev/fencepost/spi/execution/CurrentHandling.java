// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.execution;

/** What a change of a run asks of, and does to, the current run of its workflow id. */
public enum CurrentHandling {
  /**
   * The changed run must be current; the current record follows it, or the new run if one is added.
   */
  UPDATE_CURRENT,
  /** The changed run must not be current; the current record stays. */
  BYPASS_CURRENT,
  /** The current record is neither read nor written. */
  IGNORE_CURRENT
}
