// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a run has to know of its namespace.
 *
 * @param id the namespace's id
 * @param name its name
 * @param retention how long the history of a closed run is kept
 */
public record NamespaceSettings(String id, String name, Duration retention) {

  /** Checks that nothing is missing. */
  public NamespaceSettings {
    requireNonNull(id, "id is null");
    requireNonNull(name, "name is null");
    requireNonNull(retention, "retention is null");
  }
}
