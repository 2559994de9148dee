// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.config;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Values by key, read through {@linkplain Setting settings}. Immutable and safe for use by many
 * threads.
 *
 * <p>Every error is an {@link InvalidConfiguration} whose one line names the whole key and where it
 * stands.
 */
public final class Configuration {

  private final String prefix;
  private final String source;
  private final NavigableMap<String, ConfigurationValue> values;

  private Configuration(
      String prefix, String source, NavigableMap<String, ConfigurationValue> values) {
    this.prefix = prefix;
    this.source = source;
    this.values = values;
  }

  /**
   * A configuration of values that were read elsewhere.
   *
   * @param source where missing keys should be added, for people: usually the file's name
   * @param values the values by their whole dotted keys
   */
  public static Configuration of(String source, Map<String, ConfigurationValue> values) {
    requireNonNull(source, "source is null");
    return new Configuration("", source, new TreeMap<>(values));
  }

  /**
   * The keys below a section, relative to it. A section that has no key is empty, not an error.
   *
   * @param name the section, without a dot at its end
   */
  public Configuration section(String name) {
    String start = name + ".";
    TreeMap<String, ConfigurationValue> below = new TreeMap<>();
    values.tailMap(start, true).entrySet().stream()
        .takeWhile(entry -> entry.getKey().startsWith(start))
        .forEach(entry -> below.put(entry.getKey().substring(start.length()), entry.getValue()));
    return new Configuration(prefix + start, source, below);
  }

  /**
   * The value of a setting, or its default.
   *
   * @throws InvalidConfiguration if the key is required and missing, or its value is not allowed
   */
  public <T> T value(Setting<T> setting) {
    ConfigurationValue found = values.get(setting.key());
    if (found == null) {
      String text =
          setting
              .defaultText()
              .orElseThrow(
                  () ->
                      new InvalidConfiguration(
                          "missing key '"
                              + prefix
                              + setting.key()
                              + "' in "
                              + source
                              + ": "
                              + setting.description()));
      return setting.parser().apply(text);
    }
    try {
      return setting.parser().apply(found.text());
    } catch (IllegalArgumentException notAllowed) {
      throw new InvalidConfiguration(
          found.origin()
              + ": '"
              + prefix
              + setting.key()
              + "' must be "
              + notAllowed.getMessage()
              + ", not '"
              + found.text()
              + "'",
          notAllowed);
    }
  }

  /** The value of a setting if its key is present. */
  public <T> Optional<T> valueIfPresent(Setting<T> setting) {
    return values.containsKey(setting.key()) ? Optional.of(value(setting)) : Optional.empty();
  }

  /** The keys present, relative to this section, sorted. */
  public SortedSet<String> keys() {
    return new TreeSet<>(values.keySet());
  }

  /**
   * Checks that every key present is one of the settings.
   *
   * @param settings all settings of this section
   * @throws InvalidConfiguration for the first key that is not; the line says where it stands and
   *     lists the keys there are
   */
  public void requireKnown(Collection<? extends Setting<?>> settings) {
    SortedSet<String> known = new TreeSet<>();
    settings.forEach(setting -> known.add(setting.key()));
    values.forEach(
        (key, value) -> {
          if (!known.contains(key)) {
            throw new InvalidConfiguration(
                value.origin()
                    + ": unknown key '"
                    + prefix
                    + key
                    + "'; known are "
                    + String.join(", ", known));
          }
        });
  }
}
