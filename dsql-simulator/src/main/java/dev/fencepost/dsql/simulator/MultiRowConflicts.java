// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

/** Who loses when two transactions conflict on several rows. Both were seen on the service. */
public enum MultiRowConflicts {
  /** The later one. */
  LATER_LOSES,
  /** The later one, and the first one too while the later one still runs. */
  BOTH_LOSE
}
