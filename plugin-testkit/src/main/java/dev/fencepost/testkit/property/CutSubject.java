// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.property;

import dev.fencepost.spi.Persistence;

/** A backend whose connections can be cut. One call at a time. */
public interface CutSubject {

  /** Where a connection is cut. The client sees the same in all cases. */
  enum Place {
    /** Before the database gets what commits. */
    BEFORE,
    /** When the database has got it and may do it or not, now or later. */
    AT,
    /** When the database has done it, before it says so. */
    AFTER
  }

  /** Stores that reach the database over these connections. */
  Persistence stores();

  /**
   * Cuts the connection of what commits.
   *
   * @param number which, counted from 1 and from now
   */
  void cutAt(int number, Place place);

  /** Cuts nothing any more. */
  void endCuts();
}
