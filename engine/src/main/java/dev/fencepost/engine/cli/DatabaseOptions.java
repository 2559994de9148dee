// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.cli;

import dev.fencepost.engine.EngineConfiguration;
import dev.fencepost.spi.schema.SchemaAdministration;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which database a command works on: a configuration file's, or one named by options. */
final class DatabaseOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration file that names the database.")
  private @Nullable Path config;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "postgres",
      description = "Without --config: the storage plugin; ${DEFAULT-VALUE} if not given.")
  private String backend = "postgres";

  @Option(names = "--url", paramLabel = "JDBC-URL", description = "Without --config: the database.")
  private @Nullable String url;

  @Option(names = "--user", paramLabel = "NAME", description = "Without --config: who connects.")
  private @Nullable String user;

  @Option(
      names = "--password",
      arity = "0..1",
      interactive = true,
      paramLabel = "PASSWORD",
      description = "Without --config: asks for the password, or takes the one given.")
  private @Nullable String password;

  private DatabaseOptions() {}

  SchemaAdministration open(CommandSpec spec) {
    return Administration.open(configuration(spec));
  }

  String describe() {
    return url == null ? "the database of " + config : url;
  }

  private EngineConfiguration configuration(CommandSpec spec) {
    Path file = config;
    if (file != null) {
      if (url != null || user != null || password != null) {
        throw new ParameterException(
            spec.commandLine(),
            "--config and --url exclude each other: the file names the database");
      }
      return EngineConfiguration.read(file, System.getenv());
    }
    if (url == null) {
      throw new ParameterException(
          spec.commandLine(), "missing option: give --config FILE, or --url JDBC-URL");
    }
    Settings settings = new Settings(backend).with(key("url"), url, "--url");
    if (user != null) {
      settings.with(key("user"), user, "--user");
    }
    if (password != null) {
      settings.with(key("password"), password, "--password");
    }
    return settings.toConfiguration();
  }

  private String key(String name) {
    return "persistence." + backend + "." + name;
  }
}
