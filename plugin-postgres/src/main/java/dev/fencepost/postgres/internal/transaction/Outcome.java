// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

/**
 * What the mark of a write says, read when the attempt can't commit any more.
 *
 * @param <T> what the write returns
 */
public sealed interface Outcome<T> {

  /**
   * The attempt had committed.
   *
   * @param value what it returned
   */
  record Committed<T>(T value) implements Outcome<T> {}

  /** The attempt had not committed. */
  record NotCommitted<T>() implements Outcome<T> {}

  /** What is there does not tell: somebody else has written since. */
  record Undecided<T>() implements Outcome<T> {}

  /**
   * The outcome of a fenced write: its mark tells if it is there; if it is not, that it never was
   * is sure only as long as nobody else can have written over it.
   */
  static <T> Outcome<T> of(boolean marked, boolean fenceHolds, T value) {
    if (marked) {
      return new Committed<>(value);
    }
    return fenceHolds ? new NotCommitted<>() : new Undecided<>();
  }
}
