// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import java.time.Duration;

/**
 * What is measured.
 *
 * @param backend the storage plugin
 * @param measured how long each cell is measured
 * @param warmUp how long each cell runs before
 * @param repetitions how often each cell is measured
 * @param threads how many threads update, each on a connection of its own
 * @param addedRoundTrip how much longer each round trip to the database takes than on this machine
 * @param seed decides the order of the cells
 */
public record BenchPlan(
    String backend,
    Duration measured,
    Duration warmUp,
    int repetitions,
    int threads,
    Duration addedRoundTrip,
    long seed) {

  /** Checks the ranges. */
  public BenchPlan {
    require(measured.toSeconds() >= 1 && measured.toMinutes() <= 60, "1 to 3600 seconds a cell");
    require(repetitions >= 1 && repetitions <= 100, "1 to 100 repetitions");
    require(
        !addedRoundTrip.isNegative() && addedRoundTrip.toSeconds() < 1,
        "0 to 999 ms of added round-trip time");
    require(threads >= 1 && threads <= 100, "1 to 100 threads");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
