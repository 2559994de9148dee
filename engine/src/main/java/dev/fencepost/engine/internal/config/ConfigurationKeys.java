// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.config;

import dev.fencepost.spi.PersistencePlugin;
import dev.fencepost.spi.PersistencePlugins;
import dev.fencepost.spi.config.ConfigurationValue;
import dev.fencepost.spi.config.InvalidConfiguration;
import dev.fencepost.spi.config.Setting;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Every key there is: those of the engine, and those of the plugins on the class path below {@code
 * persistence.<name>}.
 */
public final class ConfigurationKeys {

  private static final String ENVIRONMENT_PREFIX = "FENCEPOST_";

  private final SortedMap<String, List<Setting<?>>> plugins;
  private final SortedSet<String> keys;

  private ConfigurationKeys(SortedMap<String, List<Setting<?>>> plugins) {
    this.plugins = plugins;
    this.keys = new TreeSet<>();
    EngineSettings.ALL.forEach(setting -> keys.add(setting.key()));
    plugins.forEach(
        (name, settings) -> settings.forEach(setting -> keys.add(section(name) + setting.key())));
  }

  /** The keys of the engine and of these plugins. */
  public static ConfigurationKeys of(PersistencePlugins plugins) {
    SortedMap<String, List<Setting<?>>> settings = new TreeMap<>();
    for (String name : Set.copyOf(plugins.names())) {
      PersistencePlugin plugin = plugins.select(name);
      settings.put(name, plugin.settings());
    }
    return new ConfigurationKeys(settings);
  }

  /** The settings of each plugin, by its name; keys relative to its section. */
  SortedMap<String, List<Setting<?>>> plugins() {
    return plugins;
  }

  /**
   * Checks that every value stands under a known key.
   *
   * @throws InvalidConfiguration for the first that does not, with the nearest key there is
   */
  void requireKnown(Map<String, ConfigurationValue> values) {
    values.forEach(
        (key, value) -> {
          if (!isKnown(key)) {
            throw new InvalidConfiguration(
                value.origin() + ": unknown key '" + key + "'" + suggestion(key));
          }
        });
  }

  /**
   * The values of the environment by their keys. Variables that name no section of the
   * configuration are not ours and are passed over.
   *
   * @throws InvalidConfiguration if a variable names a section and no key in it
   */
  Map<String, ConfigurationValue> fromEnvironment(Map<String, String> environment) {
    Map<String, String> byVariable =
        keys.stream().collect(Collectors.toMap(ConfigurationKeys::variable, key -> key));
    Set<String> sections =
        keys.stream()
            .map(key -> variable(key.substring(0, key.indexOf('.') + 1)))
            .collect(Collectors.toSet());
    Map<String, ConfigurationValue> values = new TreeMap<>();
    new TreeMap<>(environment)
        .forEach(
            (variable, text) -> {
              String key = byVariable.getOrDefault(variable, uncheckedKey(variable));
              String origin = "environment variable " + variable;
              if (!key.isEmpty()) {
                values.put(key, new ConfigurationValue(text, origin));
              } else if (sections.stream().anyMatch(variable::startsWith)) {
                throw new InvalidConfiguration(
                    origin
                        + ": there is no such key"
                        + nearest(variable, byVariable.keySet())
                            .map(near -> "; did you mean " + near + "?")
                            .orElse(""));
              }
            });
    return values;
  }

  /** The environment variable that overrides a key. */
  static String variable(String key) {
    return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private boolean isKnown(String key) {
    return keys.contains(key)
        || plugins.entrySet().stream()
            .anyMatch(
                plugin -> plugin.getValue().isEmpty() && key.startsWith(section(plugin.getKey())));
  }

  private String uncheckedKey(String variable) {
    return plugins.entrySet().stream()
        .filter(plugin -> plugin.getValue().isEmpty())
        .map(plugin -> section(plugin.getKey()))
        .filter(section -> variable.startsWith(variable(section)))
        .map(
            section ->
                section
                    + variable
                        .substring(variable(section).length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-'))
        .findFirst()
        .orElse("");
  }

  private String suggestion(String key) {
    return nearest(key, keys)
        .map(near -> "; did you mean '" + near + "'?")
        .orElseGet(
            () ->
                "; known sections are "
                    + keys.stream()
                        .map(known -> known.substring(0, known.indexOf('.')))
                        .distinct()
                        .collect(Collectors.joining(", ")));
  }

  private static Optional<String> nearest(String word, Set<String> candidates) {
    int farthest = Math.max(2, word.length() / 3);
    return candidates.stream()
        .filter(candidate -> distance(word, candidate) <= farthest)
        .min(
            Comparator.comparingInt((String candidate) -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The Levenshtein distance. */
  private static int distance(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      previous[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] current = new int[to.length() + 1];
      current[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int substitution = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
        current[column] =
            Math.min(
                previous[column - 1] + substitution,
                Math.min(previous[column], current[column - 1]) + 1);
      }
      previous = current;
    }
    return previous[to.length()];
  }

  private static String section(String plugin) {
    return "persistence." + plugin + ".";
  }
}
