// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.agreement;

import dev.fencepost.spi.Persistence;

/**
 * The ids one generated sequence works with; no other sequence uses them.
 *
 * @param <S> the type of a step
 */
interface World<S> {

  /** Makes what all sequences start from. */
  void prepare(Persistence stores);

  /**
   * Turns a generated step, which speaks of versions and ids relative to what is stored, into a
   * concrete call.
   *
   * @param step the step
   * @param number its place in the sequence, from 1
   * @param reference the reference, in the state before the step
   */
  Call call(S step, int number, Persistence reference);

  /** Everything that can be seen of this world. */
  Object picture(Persistence stores);
}
