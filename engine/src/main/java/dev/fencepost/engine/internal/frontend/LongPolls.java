// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend;

import com.google.protobuf.util.Durations;
import dev.fencepost.engine.internal.rpc.Deadlines;
import java.time.Duration;

/** How long a long poll may wait: it answers, perhaps empty, before its client gives up. */
final class LongPolls {

  /** A worker's poll. */
  static final Duration TASK = Duration.ofSeconds(60);

  /** A wait for new events. */
  static final Duration HISTORY = Duration.ofSeconds(20);

  private static final Duration MARGIN = Duration.ofSeconds(1);
  private static final int MARGIN_FRACTION = 4;

  private LongPolls() {}

  /** The time a poll of this call waits. */
  static com.google.protobuf.Duration waitAtMost(Duration longest) {
    Duration left = Deadlines.remaining(longest.plus(MARGIN));
    Duration part = left.dividedBy(MARGIN_FRACTION);
    Duration wait = left.minus(part.compareTo(MARGIN) < 0 ? part : MARGIN);
    return Durations.fromNanos(Math.max(0, wait.toNanos()));
  }
}
