// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.interleaving;

/**
 * Tells which operations wait for another session. A backend's test implements it where the
 * database can be asked, so that a schedule does not depend on how fast the machine is.
 */
@FunctionalInterface
public interface HangDetector {

  /**
   * Whether the statement an operation has sent waits for something that another session holds.
   *
   * @param operation the operation's thread
   */
  boolean hangs(Thread operation);
}
