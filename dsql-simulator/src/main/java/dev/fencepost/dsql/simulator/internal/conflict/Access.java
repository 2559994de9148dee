// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.conflict;

/**
 * What a transaction does to a row: the rows and columns of the service's conflict matrix, the
 * strongest first. Whatever conflicts with one conflicts with every stronger one.
 */
public enum Access {
  /** INSERT, DELETE, an UPDATE of key columns, FOR UPDATE. */
  KEY,
  /** An UPDATE of other columns only. */
  NON_KEY,
  /** FOR KEY SHARE, and what a foreign key asks of the row it refers to. */
  KEY_SHARE;

  /** Whether the later of two transactions with these accesses to one row fails. */
  public boolean conflictsWith(Access other) {
    return this == KEY || other == KEY || (this == NON_KEY && other == NON_KEY);
  }

  Access stronger(Access other) {
    return compareTo(other) < 0 ? this : other;
  }

  static Access of(char letter) {
    return switch (letter) {
      case 'k' -> KEY;
      case 'n' -> NON_KEY;
      case 's' -> KEY_SHARE;
      default -> throw new IllegalArgumentException("no access is written " + letter);
    };
  }
}
