// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import io.temporal.api.common.v1.SearchAttributes;
import java.util.Optional;

/** Tells whether the search attributes of a command are those of the namespace. */
@FunctionalInterface
public interface SearchAttributeRules {

  /** Accepts every search attribute. */
  SearchAttributeRules ACCEPT_ALL = attributes -> Optional.empty();

  /**
   * What is wrong with the attributes, in one line, or empty if nothing is.
   *
   * @param attributes what a command sets
   */
  Optional<String> problemOf(SearchAttributes attributes);
}
