// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.PersistenceContext;
import dev.fencepost.spi.PersistencePlugin;
import dev.fencepost.spi.PersistencePlugins;
import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.InvalidConfiguration;
import dev.fencepost.spi.config.Setting;
import dev.fencepost.spi.schema.SchemaAdministration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationFileTest {

  private static final ConfigurationKeys KEYS =
      ConfigurationKeys.of(
          PersistencePlugins.of(
              List.of(
                  new NamedPlugin("lake", List.of(Setting.requiredText("url", "Where it is."))),
                  new NamedPlugin("open", List.of()))));

  static Stream<Arguments> badFiles() {
    return Stream.of(
        Arguments.of(
            "server:\n  prot: 1\n",
            "f.yaml:2: unknown key 'server.prot'; did you mean 'server.port'?"),
        Arguments.of(
            "colour: red\n",
            "f.yaml:1: unknown key 'colour'; known sections are cluster, metrics, namespace,"
                + " persistence, server"),
        Arguments.of(
            "persistence:\n  lake:\n    ur: x\n",
            "f.yaml:3: unknown key 'persistence.lake.ur'; did you mean 'persistence.lake.url'?"),
        Arguments.of(
            "server:\n  port: 1\nserver.port: 2\n",
            "f.yaml:3: 'server.port' stands twice, first in f.yaml:2"),
        Arguments.of(
            "server:\n  port: 1\n  port: 2\n",
            "f.yaml:3: 'server.port' stands twice, first in f.yaml:2"),
        Arguments.of(
            "server:\n  port: [1, 2]\n", "f.yaml:2: 'server.port' must be one value, not a list"),
        Arguments.of(
            "- server\n", "f.yaml:1: a configuration consists of keys and values, not of a list"),
        Arguments.of("server\n", "f.yaml:1: a configuration consists of keys and values"),
        Arguments.of("? [a]\n: b\n", "f.yaml:1: a key must be a word"),
        Arguments.of(
            "server:\n\tport: 1\n", "f.yaml:2: a tab indents this line; YAML allows spaces only"),
        Arguments.of(
            "server: {port: 1\n",
            "f.yaml:2: not valid YAML: expected ',' or '}', but got <stream end>"),
        Arguments.of(
            "server.port: 1\n---\nserver.port: 2\n",
            "f.yaml:3: a configuration is one YAML document, not several"));
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void badFile_isRefusedWithOneLineThatNamesThePlace(String text, String message) {
    assertThatExceptionOfType(InvalidConfiguration.class)
        .isThrownBy(() -> ConfigurationFile.parse("f.yaml", text, Map.of(), KEYS))
        .withMessage(message);
  }

  static Stream<Arguments> badValues() {
    return Stream.of(
        Arguments.of(
            EngineSettings.PORT,
            "server.port: many\n",
            "f.yaml:1: 'server.port' must be a whole number from 0 to 65535, not 'many'"),
        Arguments.of(
            EngineSettings.PORT,
            "server.port: 70000\n",
            "f.yaml:1: 'server.port' must be a whole number from 0 to 65535, not '70000'"),
        Arguments.of(
            EngineSettings.EXPIRY,
            "\ncluster:\n  expiry: 5\n",
            "f.yaml:3: 'cluster.expiry' must be a duration such as 250ms, 10s, 5m, 1h or 7d, not"
                + " '5'"),
        Arguments.of(
            EngineSettings.EXPIRY,
            "cluster:\n  expiry: 1h\n",
            "f.yaml:2: 'cluster.expiry' must be a duration from 200ms to 5m, not '1h'"),
        Arguments.of(
            EngineSettings.BACKEND,
            "server.port: 1\n",
            "missing key 'persistence.backend' in f.yaml: The storage plugin, by name. Its own keys"
                + " stand below persistence.<name>."));
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void badValue_isRefusedWithOneLineThatNamesThePlace(
      Setting<?> setting, String text, String message) {
    Configuration configuration = ConfigurationFile.parse("f.yaml", text, Map.of(), KEYS);

    assertThatExceptionOfType(InvalidConfiguration.class)
        .isThrownBy(() -> configuration.value(setting))
        .withMessage(message);
  }

  @Test
  void environment_overridesTheFileForEveryKey() {
    Configuration configuration =
        ConfigurationFile.parse(
            "f.yaml",
            "server.port: 1\n",
            Map.of(
                "FENCEPOST_SERVER_PORT", "2",
                "FENCEPOST_SERVER_MAX_MESSAGE_BYTES", "70000",
                "FENCEPOST_PERSISTENCE_LAKE_URL", "somewhere",
                "FENCEPOST_PERSISTENCE_OPEN_SOME_KEY", "kept",
                "FENCEPOST_HOME", "not a key",
                "PATH", "/bin"),
            KEYS);

    assertThat(configuration.value(EngineSettings.PORT)).isEqualTo(2);
    assertThat(configuration.value(EngineSettings.MAX_MESSAGE_BYTES)).isEqualTo(70_000);
    assertThat(configuration.keys())
        .containsExactly(
            "persistence.lake.url",
            "persistence.open.some-key",
            "server.max-message-bytes",
            "server.port");
  }

  @Test
  void environment_badValueNamesTheVariable() {
    Configuration configuration =
        ConfigurationFile.parse("f.yaml", "", Map.of("FENCEPOST_SERVER_PORT", "x"), KEYS);

    assertThatExceptionOfType(InvalidConfiguration.class)
        .isThrownBy(() -> configuration.value(EngineSettings.PORT))
        .withMessage(
            "environment variable FENCEPOST_SERVER_PORT: 'server.port' must be a whole number from"
                + " 0 to 65535, not 'x'");
  }

  @Test
  void environment_mistypedVariableIsRefused() {
    assertThatExceptionOfType(InvalidConfiguration.class)
        .isThrownBy(
            () -> ConfigurationFile.parse("f.yaml", "", Map.of("FENCEPOST_SERVER_PROT", "1"), KEYS))
        .withMessage(
            "environment variable FENCEPOST_SERVER_PROT: there is no such key; did you mean"
                + " FENCEPOST_SERVER_PORT?");
  }

  @Test
  void file_emptyOneHasNoKeys() {
    assertThat(ConfigurationFile.parse("f.yaml", "# nothing\n", Map.of(), KEYS).keys()).isEmpty();
  }

  @Test
  void file_missingOrNoTextIsRefused(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("missing.yaml");
    Path binary = folder.resolve("binary.yaml");
    Files.write(binary, new byte[] {(byte) 0xc3, 0x28});

    assertThatExceptionOfType(InvalidConfiguration.class)
        .isThrownBy(() -> ConfigurationFile.read(missing, Map.of(), KEYS))
        .withMessage("configuration file " + missing + " does not exist");
    assertThatExceptionOfType(InvalidConfiguration.class)
        .isThrownBy(() -> ConfigurationFile.read(binary, Map.of(), KEYS))
        .withMessage("configuration file " + binary + " is not UTF-8 text");
  }

  private record NamedPlugin(String name, List<Setting<?>> settings) implements PersistencePlugin {

    @Override
    public Persistence open(Configuration configuration, PersistenceContext context) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SchemaAdministration openSchema(
        Configuration configuration, PersistenceContext context) {
      throw new UnsupportedOperationException();
    }
  }
}
