// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.namespace;

import io.temporal.api.enums.v1.IndexedValueType;
import java.time.Duration;
import java.util.Map;

/**
 * A namespace.
 *
 * @param id its id, a UUID as text
 * @param name its name
 * @param retention how long closed workflows are kept
 * @param searchAttributes its custom search attributes by name
 */
public record NamespaceEntry(
    String id, String name, Duration retention, Map<String, IndexedValueType> searchAttributes) {

  /** Copies the map. */
  public NamespaceEntry {
    searchAttributes = Map.copyOf(searchAttributes);
  }
}
