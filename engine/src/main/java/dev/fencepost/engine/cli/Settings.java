// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.cli;

import dev.fencepost.engine.EngineConfiguration;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.ConfigurationValue;
import java.util.Map;
import java.util.TreeMap;

/** Configuration that comes from the command line instead of a file. */
final class Settings {

  private final Map<String, ConfigurationValue> values = new TreeMap<>();

  Settings(String backend) {
    with("persistence.backend", backend, "--backend");
  }

  Settings with(String key, String value, String option) {
    values.put(key, new ConfigurationValue(value, "option " + option));
    return this;
  }

  EngineConfiguration toConfiguration() {
    return EngineConfiguration.of(Configuration.of("the command line", values));
  }
}
