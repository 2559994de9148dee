// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * What an engine shares with the plugin it opens.
 *
 * @param meters where the plugin registers the meters of {@link
 *     dev.fencepost.spi.metric.PersistenceMetric}
 * @param applicationName how the database's own views name this process, 1 to 63 characters
 */
public record PersistenceContext(MeterRegistry meters, String applicationName) {

  /** Checks the ranges. */
  public PersistenceContext {
    requireNonNull(meters, "meters is null");
    requireNonNull(applicationName, "applicationName is null");
    if (applicationName.isEmpty() || applicationName.length() > 63) {
      throw new IllegalArgumentException(
          "applicationName has 1 to 63 characters, not " + applicationName.length());
    }
  }
}
