// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.rpc;

import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long the caller of the gRPC call on this thread still waits. */
public final class Deadlines {

  private Deadlines() {}

  /**
   * The time left, but at most the given time, which also stands where the call has no deadline.
   * Never negative.
   */
  public static Duration remaining(Duration atMost) {
    Deadline deadline = Context.current().getDeadline();
    if (deadline == null) {
      return atMost;
    }
    long left = Math.max(0, deadline.timeRemaining(TimeUnit.NANOSECONDS));
    return left < atMost.toNanos() ? Duration.ofNanos(left) : atMost;
  }
}
