// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi;

import static java.util.Objects.requireNonNull;

/**
 * A position in a list, opaque to the caller. It is valid for the same list with the same filter on
 * the same backend, across processes and restarts; any other value is {@link
 * dev.fencepost.spi.error.InvalidRequest}.
 *
 * @param value URL-safe text
 */
public record PageToken(String value) {

  /** Checks that there is a value. */
  public PageToken {
    requireNonNull(value, "value is null");
  }
}
