// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import static java.util.Objects.requireNonNull;

/**
 * What a demonstration does.
 *
 * @param workflows how many workflows are started
 * @param backend the storage plugin
 * @param kills how often the engine is killed
 * @param seed decides when it is killed and in which order workflows go on
 * @param leftovers what becomes of the data
 */
public record DemoPlan(int workflows, String backend, int kills, long seed, Leftovers leftovers) {

  /** Checks the ranges. */
  public DemoPlan {
    requireNonNull(backend, "backend is null");
    requireNonNull(leftovers, "leftovers is null");
    if (workflows < 1 || workflows > 100_000) {
      throw new IllegalArgumentException("1 to 100000 workflows, not " + workflows);
    }
    if (kills < 0 || kills > 1_000) {
      throw new IllegalArgumentException("0 to 1000 kills, not " + kills);
    }
  }

  /** What becomes of the data. */
  public enum Leftovers {
    /** It is deleted. */
    DELETE,
    /** It stays, for a look. */
    KEEP
  }
}
