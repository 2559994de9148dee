// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.fault;

/** What happens to the connection of a message that matches. */
public enum Fault {
  /** Closes the connection; the server never gets the message. */
  CUT_BEFORE_FORWARDING,
  /**
   * Forwards the message and closes the connection without an answer; the server may do it or not.
   */
  CUT_AFTER_FORWARDING,
  /**
   * Forwards the message and those after it, waits until the server is ready for the next query,
   * and closes the connection; the server has done it, and the client never hears of it.
   */
  CUT_BEFORE_REPLY,
  /**
   * From the message on forwards nothing in either direction and leaves both connections open, as a
   * dead link does.
   */
  BLACK_HOLE
}
