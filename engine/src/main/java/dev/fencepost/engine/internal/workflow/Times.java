// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoField;

/** Times and durations between Java and protobuf. */
final class Times {

  private static final int NANOS_PER_MILLISECOND = 1_000_000;

  private Times() {}

  static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }

  static com.google.protobuf.Duration duration(Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  static Duration duration(com.google.protobuf.Duration duration) {
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }

  static boolean isPositive(com.google.protobuf.Duration duration) {
    return duration(duration).isPositive();
  }

  static boolean isNegative(com.google.protobuf.Duration duration) {
    return duration(duration).isNegative();
  }

  /** The shorter of two timeouts, of which zero means none. */
  static Duration shorter(Duration one, Duration other) {
    if (one.isZero()) {
      return other;
    }
    return other.isZero() || one.compareTo(other) < 0 ? one : other;
  }

  /**
   * A time at which a timer may fire: in whole milliseconds, because clocks are cut to those, and
   * never early.
   */
  static Instant fireTime(Instant instant) {
    int excess = instant.get(ChronoField.NANO_OF_SECOND) % NANOS_PER_MILLISECOND;
    return excess == 0 ? instant : instant.plusNanos(NANOS_PER_MILLISECOND - excess);
  }
}
