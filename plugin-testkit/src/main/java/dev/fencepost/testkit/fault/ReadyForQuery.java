// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.fault;

/** Notices the message by which a PostgreSQL server says that it is done. */
final class ReadyForQuery {

  private static final byte[] START = {'Z', 0, 0, 0, 5};

  private int found;

  /** Whether the message has come, with these bytes or earlier. */
  boolean seenAfter(byte[] bytes) {
    for (byte next : bytes) {
      if (found == START.length) {
        return true;
      }
      if (next == START[found]) {
        found++;
      } else {
        found = next == START[0] ? 1 : 0;
      }
    }
    return false;
  }
}
