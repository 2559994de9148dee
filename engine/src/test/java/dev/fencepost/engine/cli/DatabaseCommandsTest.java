// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.engine.cli.FencepostTest.Result;
import dev.fencepost.engine.embedded.TemporaryDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseCommandsTest {

  private static TemporaryDatabase server;

  @TempDir Path folder;

  @BeforeAll
  static void startServer() {
    server = TemporaryDatabase.start(line -> {});
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void dropSchema() throws SQLException {
    execute("DROP SCHEMA IF EXISTS fencepost CASCADE");
  }

  @Test
  void theSchemaIsSetUpOnceValidatedAndDropped() throws Exception {
    String file = configuration(server.database().url(), 0);

    assertThat(run("schema", "version", file).out())
        .isEqualTo("installed: none, this release: 2\n");
    assertThat(run("schema", "setup", file).out())
        .endsWith("schema version 2 is installed\n")
        .startsWith("version 1: ");
    assertThat(run("schema", "setup", file).out())
        .isEqualTo("nothing to do\nschema version 2 is installed\n");
    assertThat(run("schema", "validate", file).out())
        .isEqualTo("schema version 2 is as this release made it\n");
    Result dropped = FencepostTest.run("schema", "drop", "--config", file, "--yes");
    assertThat(dropped.out()).isEqualTo("schema dropped\n");
    assertThat(run("schema", "version", file).out()).startsWith("installed: none");
  }

  @Test
  void aMissingSchemaGivesOneLine() throws IOException {
    String file = configuration(server.database().url(), 0);
    String line = "fencepost: the database has no schema: run 'fencepost schema setup'\n";

    assertThat(run("schema", "validate", file)).isEqualTo(new Result(1, "", line));
    assertThat(run("schema", "update", file)).isEqualTo(new Result(1, "", line));
    assertThat(FencepostTest.run("server", "--config", file)).isEqualTo(new Result(1, "", line));
  }

  @Test
  void aSchemaChangedByHandGivesOneLineThatNamesTheChange() throws Exception {
    String file = configuration(server.database().url(), 0);
    run("schema", "setup", file);
    execute("ALTER TABLE fencepost.shards DROP COLUMN owner");

    Result validated = run("schema", "validate", file);
    assertThat(validated.err()).contains("owner").hasLineCount(1);
    assertThat(validated.status()).isEqualTo(1);
    Result served = FencepostTest.run("server", "--config", file);
    assertThat(served.err()).contains("owner").hasLineCount(1);
    assertThat(served.status()).isEqualTo(1);
  }

  @Test
  void aDatabaseThatCanNotBeReachedGivesOneLine() throws IOException {
    Result result =
        FencepostTest.run(
            "server", "--config", configuration("jdbc:postgresql://127.0.0.1:1/nowhere", 0));

    assertThat(result.err())
        .startsWith("fencepost: the database can't be reached")
        .contains("127.0.0.1:1")
        .hasLineCount(1);
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void aPortInUseGivesOneLineThatNamesItsKey() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String file = configuration(server.database().url(), taken.getLocalPort());
      run("schema", "setup", file);

      assertThat(FencepostTest.run("server", "--config", file))
          .isEqualTo(
              new Result(
                  1,
                  "",
                  "fencepost: port "
                      + taken.getLocalPort()
                      + " on 127.0.0.1 is in use: set 'server.port' to another one\n"));
    }
  }

  @Test
  void optionsOfTheServerThatExcludeEachOtherGiveOneLine() {
    assertThat(FencepostTest.run("server", "--embedded", "--config", "x.yaml").err())
        .startsWith("fencepost: --embedded and --config exclude each other");
    assertThat(FencepostTest.run("server", "--config", "x.yaml", "--port", "1").err())
        .startsWith("fencepost: --backend, --data, --port and --metrics-port need --embedded");
    assertThat(FencepostTest.run("server").err())
        .startsWith("fencepost: missing option: give --embedded, or --config FILE");
  }

  private static Result run(String command, String subcommand, String file) {
    return FencepostTest.run(command, subcommand, "--config", file);
  }

  private String configuration(String url, int port) throws IOException {
    return Files.writeString(
            folder.resolve("fencepost-" + port + ".yaml"),
            """
            persistence:
              backend: postgres
              postgres:
                url: "%s"
                user: postgres
                password: "%s"
            server:
              port: %d
            metrics:
              port: 0
            """
                .formatted(url, server.database().password(), port))
        .toString();
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                server.database().url(), "postgres", server.database().password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
