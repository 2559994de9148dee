// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

/**
 * What a simulator has counted since it was started.
 *
 * @param commits transactions that wrote or locked rows and committed
 * @param conflicts statements and commits that were answered with 40001
 * @param roundTrips how often a client was answered and waited for it
 */
public record SimulatorCounts(long commits, long conflicts, long roundTrips) {

  /** What was counted after an earlier look. */
  public SimulatorCounts since(SimulatorCounts earlier) {
    return new SimulatorCounts(
        commits - earlier.commits, conflicts - earlier.conflicts, roundTrips - earlier.roundTrips);
  }
}
