// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend.query;

import dev.fencepost.spi.visibility.TimeRange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A range of times at the precision of the store, both ends included; empty if it ends before it
 * begins.
 */
record TimeBounds(Instant fromInclusive, Instant toInclusive) {

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  /** All times. */
  static final TimeBounds ALL = new TimeBounds(FIRST, LAST);

  static TimeBounds at(Instant time) {
    return between(time, time);
  }

  static TimeBounds between(Instant from, Instant to) {
    return new TimeBounds(up(from), down(to));
  }

  static TimeBounds from(Instant time) {
    return new TimeBounds(up(time), LAST);
  }

  static TimeBounds after(Instant time) {
    return new TimeBounds(down(time).plus(1, ChronoUnit.MICROS), LAST);
  }

  static TimeBounds upTo(Instant time) {
    return new TimeBounds(FIRST, down(time));
  }

  static TimeBounds before(Instant time) {
    return new TimeBounds(FIRST, up(time).minus(1, ChronoUnit.MICROS));
  }

  TimeBounds and(TimeBounds other) {
    return new TimeBounds(
        fromInclusive.isAfter(other.fromInclusive) ? fromInclusive : other.fromInclusive,
        toInclusive.isBefore(other.toInclusive) ? toInclusive : other.toInclusive);
  }

  boolean isEmpty() {
    return toInclusive.isBefore(fromInclusive);
  }

  TimeRange toRange() {
    return new TimeRange(fromInclusive, toInclusive);
  }

  private static Instant down(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  private static Instant up(Instant time) {
    Instant down = down(time);
    return down.equals(time) ? down : down.plus(1, ChronoUnit.MICROS);
  }
}
