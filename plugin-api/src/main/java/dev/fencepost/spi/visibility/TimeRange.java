// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.visibility;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A range of times, both ends included.
 *
 * @param fromInclusive the first time
 * @param toInclusive the last time
 */
public record TimeRange(Instant fromInclusive, Instant toInclusive) {

  /** Checks that nothing is missing. */
  public TimeRange {
    requireNonNull(fromInclusive, "fromInclusive is null");
    requireNonNull(toInclusive, "toInclusive is null");
  }
}
