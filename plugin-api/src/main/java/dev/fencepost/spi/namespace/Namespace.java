// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.namespace;

import static java.util.Objects.requireNonNull;

import dev.fencepost.spi.Blob;
import java.util.UUID;

/**
 * A namespace as stored.
 *
 * @param id the namespace
 * @param name its name, unique, 1 to 255 characters
 * @param state its configuration, opaque to the store
 * @param notificationVersion the table's notification version after the write that stored it
 */
public record Namespace(UUID id, String name, Blob state, long notificationVersion) {

  /** Checks that nothing is missing. */
  public Namespace {
    requireNonNull(id, "id is null");
    requireNonNull(name, "name is null");
    requireNonNull(state, "state is null");
  }
}
