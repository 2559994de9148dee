// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.server;

import dev.fencepost.dsql.simulator.SimulatorLimits;
import dev.fencepost.dsql.simulator.internal.wire.ErrorFields;
import java.util.Optional;

/** Lets connections in as long as they are neither too many nor too fast. */
final class Admission {

  private static final double NANOS = 1e9;

  private final SimulatorLimits limits;
  private int open;
  private double tokens;
  private long filledNanos = System.nanoTime();

  Admission(SimulatorLimits limits) {
    this.limits = limits;
    this.tokens = limits.connectionBurst();
  }

  /** Lets one more in, or says why not. */
  synchronized Optional<ErrorFields> admit() {
    long now = System.nanoTime();
    tokens =
        Math.min(
            limits.connectionBurst(),
            tokens + (now - filledNanos) / NANOS * limits.connectionsPerSecond());
    filledNanos = now;
    if (tokens < 1) {
      return Optional.of(ErrorFields.fatal("53400", "Unable to accept connection, rate exceeded."));
    }
    if (open >= limits.connections()) {
      return Optional.of(
          ErrorFields.fatal("53300", "Unable to accept connection, too many open connections."));
    }
    tokens--;
    open++;
    return Optional.empty();
  }

  synchronized void leave() {
    open--;
  }
}
