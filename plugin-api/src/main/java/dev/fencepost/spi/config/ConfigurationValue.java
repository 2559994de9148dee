// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.config;

import static java.util.Objects.requireNonNull;

/**
 * The text of a value and where it was found.
 *
 * @param text the value as written
 * @param origin where it stands, for people: {@code fencepost.yaml:12} or {@code environment
 *     variable FENCEPOST_PORT}
 */
public record ConfigurationValue(String text, String origin) {

  /** Checks that nothing is missing. */
  public ConfigurationValue {
    requireNonNull(text, "text is null");
    requireNonNull(origin, "origin is null");
  }
}
