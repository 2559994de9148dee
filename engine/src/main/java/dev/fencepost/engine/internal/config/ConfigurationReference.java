// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.config;

import dev.fencepost.spi.config.Setting;

/** Writes the manual's page of every key. */
public final class ConfigurationReference {

  private ConfigurationReference() {}

  /** The page as Markdown. */
  public static String markdown(ConfigurationKeys keys) {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Configuration

        `fencepost server --config file.yaml` reads a YAML file. Sections may be nested or written with dots. \
        A key that does not exist, stands twice or has a value that is not allowed is refused with the file's \
        name and line.

        The environment overrides the file: `FENCEPOST_` and the key in upper case, dots and dashes as \
        underscores. `server.port` is `FENCEPOST_SERVER_PORT`.

        A duration is a whole number and one of `ms`, `s`, `m`, `h`, `d`: `250ms`, `10s`, `7d`.

        ## Engine

        """);
    table(page, "", EngineSettings.ALL);
    keys.plugins()
        .forEach(
            (name, settings) -> {
              if (!settings.isEmpty()) {
                page.append("\n## Backend `").append(name).append("`\n\n");
                table(page, "persistence." + name + ".", settings);
              }
            });
    return page.toString();
  }

  private static void table(
      StringBuilder page, String section, Iterable<? extends Setting<?>> settings) {
    page.append("| key | type | default | what it does |\n|---|---|---|---|\n");
    for (Setting<?> setting : settings) {
      page.append("| `")
          .append(section)
          .append(setting.key())
          .append("` | ")
          .append(setting.type())
          .append(" | ")
          .append(setting.defaultText().map(ConfigurationReference::code).orElse("required"))
          .append(" | ")
          .append(setting.description().replace("|", "\\|"))
          .append(" |\n");
    }
  }

  private static String code(String text) {
    return text.isEmpty() ? "(empty)" : "`" + text + "`";
  }
}
