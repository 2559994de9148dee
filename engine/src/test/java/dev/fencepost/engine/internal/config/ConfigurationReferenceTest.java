// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.PersistencePlugin;
import dev.fencepost.spi.PersistencePlugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** {@code -Dfencepost.write-docs} writes the page instead of comparing it. */
class ConfigurationReferenceTest {

  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void manual_saysWhatTheSettingsSay() throws IOException {
    // the backend in the heap is for tests; users never meet it
    List<PersistencePlugin> plugins =
        ServiceLoader.load(PersistencePlugin.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(plugin -> !plugin.name().equals("memory"))
            .toList();
    String page =
        ConfigurationReference.markdown(ConfigurationKeys.of(PersistencePlugins.of(plugins)));
    if (System.getProperty("fencepost.write-docs") != null) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page);
    }

    assertThat(page).isEqualTo(Files.readString(PAGE));
  }
}
