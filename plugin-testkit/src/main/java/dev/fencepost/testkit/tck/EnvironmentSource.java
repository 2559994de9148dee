// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.tck;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.PersistencePlugin;
import dev.fencepost.spi.PersistencePlugins;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.ConfigurationValue;
import dev.fencepost.spi.config.InvalidConfiguration;
import dev.fencepost.spi.schema.SchemaAdministration;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The database that environment variables name:
 *
 * <ul>
 *   <li>{@code FENCEPOST_TCK_PLUGIN}: the name of the plugin, required
 *   <li>{@code FENCEPOST_TCK_CONFIG}: a properties file with the plugin's settings, their keys
 *       relative to {@code persistence.<name>}; without it all settings have their defaults
 *   <li>{@code FENCEPOST_TCK_WITHOUT}: the {@linkplain Capability capabilities} the backend lacks,
 *       separated by commas
 * </ul>
 */
final class EnvironmentSource implements PersistenceSource {

  private static final String PLUGIN = "FENCEPOST_TCK_PLUGIN";
  private static final String CONFIG = "FENCEPOST_TCK_CONFIG";
  private static final String WITHOUT = "FENCEPOST_TCK_WITHOUT";

  private final PersistencePlugin plugin;
  private final Configuration configuration;
  private final Set<Capability> lacking;

  private EnvironmentSource(
      PersistencePlugin plugin, Configuration configuration, Set<Capability> lacking) {
    this.plugin = plugin;
    this.configuration = configuration;
    this.lacking = lacking;
  }

  /**
   * The database of this process's environment.
   *
   * @throws InvalidConfiguration if a variable is missing or wrong; the line says which
   */
  static EnvironmentSource read() {
    Map<String, String> environment = System.getenv();
    PersistencePlugins plugins = PersistencePlugins.load(EnvironmentSource.class.getClassLoader());
    String name = environment.get(PLUGIN);
    if (name == null) {
      throw new InvalidConfiguration(
          "set " + PLUGIN + " to the plugin to check; found " + plugins.names());
    }
    return new EnvironmentSource(
        plugins.select(name),
        configuration(environment.get(CONFIG)),
        lacking(environment.getOrDefault(WITHOUT, "")));
  }

  @Override
  public Persistence open() {
    return plugin.open(configuration, context());
  }

  @Override
  public SchemaAdministration openSchema() {
    return plugin.openSchema(configuration, context());
  }

  @Override
  public boolean supports(Capability capability) {
    return !lacking.contains(capability);
  }

  private static PersistenceContext context() {
    return new PersistenceContext(new SimpleMeterRegistry(), "fencepost-tck");
  }

  private static Configuration configuration(@Nullable String file) {
    Map<String, ConfigurationValue> values = new LinkedHashMap<>();
    if (file == null) {
      return Configuration.of("the file that " + CONFIG + " should name", values);
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file))) {
      properties.load(reader);
    } catch (IOException unreadable) {
      throw new InvalidConfiguration(
          CONFIG + " names '" + file + "', which can't be read", unreadable);
    }
    for (String key : properties.stringPropertyNames()) {
      values.put(key, new ConfigurationValue(properties.getProperty(key), file));
    }
    return Configuration.of(file, values);
  }

  private static Set<Capability> lacking(String names) {
    Set<Capability> lacking = EnumSet.noneOf(Capability.class);
    for (String name : names.split(",", -1)) {
      if (!name.isBlank()) {
        lacking.add(capability(name.strip()));
      }
    }
    return lacking;
  }

  private static Capability capability(String name) {
    try {
      return Capability.valueOf(name);
    } catch (IllegalArgumentException unknown) {
      throw new InvalidConfiguration(
          WITHOUT
              + " names '"
              + name
              + "'; the capabilities are "
              + Arrays.toString(Capability.values()),
          unknown);
    }
  }
}
