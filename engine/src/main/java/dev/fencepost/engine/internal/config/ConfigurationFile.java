// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.config;

import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.ConfigurationValue;
import dev.fencepost.spi.config.InvalidConfiguration;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Reads a configuration file and lays the environment over it. */
public final class ConfigurationFile {

  private ConfigurationFile() {}

  /**
   * Reads a file.
   *
   * @param file a YAML file
   * @param environment the environment variables
   * @param keys the keys there are
   * @throws InvalidConfiguration if the file can't be read, is not YAML, or has an unknown key
   */
  public static Configuration read(
      Path file, Map<String, String> environment, ConfigurationKeys keys) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException missing) {
      throw new InvalidConfiguration("configuration file " + file + " does not exist", missing);
    } catch (CharacterCodingException notText) {
      throw new InvalidConfiguration("configuration file " + file + " is not UTF-8 text", notText);
    } catch (IOException unreadable) {
      throw new InvalidConfiguration(
          "configuration file " + file + " can't be read: " + unreadable.getMessage(), unreadable);
    }
    return parse(String.valueOf(file.getFileName()), text, environment, keys);
  }

  static Configuration parse(
      String name, String text, Map<String, String> environment, ConfigurationKeys keys) {
    Map<String, ConfigurationValue> values = new TreeMap<>(YamlValues.read(name, text));
    keys.requireKnown(values);
    values.putAll(keys.fromEnvironment(environment));
    return Configuration.of(name, values);
  }
}
