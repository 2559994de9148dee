// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.interleaving;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;

/**
 * What one session does.
 *
 * @param name how traces call it, short
 * @param body what it does, on a thread of its own
 */
public record Operation(String name, Callable<?> body) {

  /** Checks that nothing is missing. */
  public Operation {
    requireNonNull(name, "name is null");
    requireNonNull(body, "body is null");
  }
}
