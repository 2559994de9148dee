// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.SimulatorLimits;
import dev.fencepost.dsql.simulator.internal.wire.ErrorFields;
import java.time.Duration;

/** The limits of a transaction. */
final class Rules {

  private static final long MEBIBYTE = 1L << 20;

  private Rules() {}

  /** Fails if a transaction has become too old. */
  static void checkAge(Transaction running, SimulatorLimits limits) throws SqlFailure {
    Duration age = Duration.ofNanos(running.ageNanos());
    Duration most = limits.transactionAge();
    if (age.compareTo(most) > 0) {
      throw new SqlFailure(
          ErrorFields.error("54000", "transaction age limit of 300s exceeded")
              .withDetail(
                  "Current transaction age "
                      + age.toSeconds()
                      + "s exceeds "
                      + most.toSeconds()
                      + "s"));
    }
  }

  /** Fails if a transaction has written too much. */
  static void checkSize(Transaction running, SimulatorLimits limits) throws SqlFailure {
    long bytes = running.footprint.bytes();
    if (bytes > limits.transactionBytes()) {
      long rounded = (bytes + MEBIBYTE - 1) / MEBIBYTE;
      throw new SqlFailure(
          ErrorFields.error("54000", "transaction size limit 10mb exceeded")
              .withDetail("Current transaction size " + rounded + "mb > 10mb"));
    }
  }
}
