// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import java.util.Optional;

/** Finds the id of a namespace that a command names. */
@FunctionalInterface
public interface NamespaceLookup {

  /**
   * The id of the namespace with this name, or empty if there is none.
   *
   * @param name the name a command gave
   */
  Optional<String> idOf(String name);
}
