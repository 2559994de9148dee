// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend.query;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.visibility.VisibilityFilter;
import java.util.Optional;
import java.util.UUID;

/**
 * A query that was understood.
 *
 * @param filter what to look for; empty if the conditions contradict each other and nothing can
 *     match
 * @param grouping how to count
 */
public record VisibilityQuery(Optional<VisibilityFilter> filter, Grouping grouping) {

  /** Checks that nothing is missing. */
  public VisibilityQuery {
    requireNonNull(filter, "filter is null");
    requireNonNull(grouping, "grouping is null");
  }

  /** How records are counted. */
  public enum Grouping {
    /** All together. */
    NONE,
    /** Each status by itself. */
    EXECUTION_STATUS
  }

  /**
   * Reads a query. An empty one matches everything.
   *
   * @param namespaceId the namespace to look in
   * @param query the text
   * @throws InvalidQuery if it can't be understood
   */
  public static VisibilityQuery parse(UUID namespaceId, String query) {
    return new QueryParser(namespaceId, query).parse();
  }
}
