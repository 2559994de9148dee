// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.property;

import dev.fencepost.spi.Persistence;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;

/** A backend in which serialization conflicts can be provoked. One call at a time. */
public interface ConflictSubject {

  /** Stores that run calls again after a conflict. */
  Persistence stores();

  /** What the stores report to. */
  MeterRegistry meters();

  /** The most attempts of a call. */
  int attempts();

  /** The longest wait between two attempts. */
  Duration longestDelay();

  /**
   * Lets the database answer 40001.
   *
   * @param points the occasions that fail, counted from 1 and from now: every occasion at which the
   *     backend can be made to fail a write
   */
  void conflictAt(Set<Integer> points);

  /** Lets the database answer 40001 at every occasion from now on. */
  void conflictAlways();

  /**
   * Ends the conflicts.
   *
   * @return how many there were
   */
  int endConflicts();
}
