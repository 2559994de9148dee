// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.property;

import dev.fencepost.spi.Persistence;
import dev.fencepost.testkit.interleaving.Blocker;
import dev.fencepost.testkit.interleaving.Explorer;

/** A backend whose fence is explored. Safe for use by many threads. */
public interface FenceSubject {

  /** What statistics call it. */
  String name();

  /**
   * Stores whose statements and commits pass {@link Explorer#gate}, with connections for all
   * operations under exploration at once. A call that meets nobody must not wait.
   */
  Persistence stores();

  /** An explorer that knows what hangs in the backend. */
  Explorer newExplorer();

  /** How many scenes are explored at once. */
  int scenesAtOnce();

  /** How many things of a scene another session can hold so that a statement stops inside. */
  default int stops() {
    return 0;
  }

  /**
   * Another session that holds something.
   *
   * @param stop what it holds, from 1
   * @param target the rows of the round
   */
  default Blocker blocker(int stop, FenceScene.Target target) {
    throw new IllegalArgumentException("there is no stop " + stop + " of " + target);
  }
}
