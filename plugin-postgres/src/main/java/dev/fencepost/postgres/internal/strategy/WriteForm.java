// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.strategy;

/** In which form a write is sent. */
public enum WriteForm {
  /** One data-modifying statement that commits by itself. */
  FOLDED,
  /** A transaction: the conditions, then the changes, then the commit. */
  SEQUENCE
}
