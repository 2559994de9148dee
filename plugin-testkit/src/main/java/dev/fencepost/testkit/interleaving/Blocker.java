// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.interleaving;

/**
 * Somebody who holds what operations need, such as a row lock, from before they start until a step
 * of the schedule lets go of it.
 */
public interface Blocker {

  /** Takes hold. Called once, before the operations start. */
  void hold() throws Exception;

  /** Lets go. Called once, by a step of the schedule or after its last one. */
  void release() throws Exception;
}
