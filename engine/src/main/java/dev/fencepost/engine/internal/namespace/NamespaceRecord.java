// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.namespace;

import static java.util.Objects.requireNonNull;

import dev.fencepost.engine.v1.NamespaceState;
import java.util.UUID;

/**
 * A namespace with its whole configuration.
 *
 * @param id the namespace
 * @param name its name
 * @param state its configuration
 * @param notificationVersion the table's version after the write that stored it
 */
public record NamespaceRecord(
    UUID id, String name, NamespaceState state, long notificationVersion) {

  /** Checks that nothing is missing. */
  public NamespaceRecord {
    requireNonNull(id, "id is null");
    requireNonNull(name, "name is null");
    requireNonNull(state, "state is null");
  }
}
