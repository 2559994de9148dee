// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FencepostTest {

  private static final String NOWHERE = "jdbc:postgresql://127.0.0.1:1/nothing";

  @TempDir Path folder;

  static Stream<Arguments> badInput() {
    return Stream.of(
        Arguments.of(
            "", 2, "missing subcommand: one of demo, .*schema.* \\(see 'fencepost --help'\\)"),
        Arguments.of(
            "schem",
            2,
            "unknown subcommand 'schem'; did you mean 'schema'\\? \\(see 'fencepost --help'\\)"),
        Arguments.of(
            "demo --workflow 3",
            2,
            "unknown option '--workflow'; did you mean '--workflows'\\? \\(see 'fencepost demo"
                + " --help'\\)"),
        Arguments.of("demo extra", 2, "unknown argument 'extra' \\(see 'fencepost demo --help'\\)"),
        Arguments.of(
            "demo --workflows many",
            2,
            "invalid value for option '--workflows': 'many' is not an int \\(see 'fencepost demo"
                + " --help'\\)"),
        Arguments.of(
            "demo --workflows 0",
            2,
            "the demo takes 1 to 100000 workflows, not 0 \\(see 'fencepost demo --help'\\)"),
        Arguments.of(
            "demo --kills -1",
            2,
            "the demo takes 0 to 1000 kills, not -1 \\(see 'fencepost demo --help'\\)"),
        Arguments.of("demo --backend mysql", 2, "unknown persistence backend 'mysql': found .*"),
        Arguments.of(
            "schema", 2, "missing subcommand: one of .* \\(see 'fencepost schema --help'\\)"),
        Arguments.of(
            "schema setup",
            2,
            "missing option: give --config FILE, or --url JDBC-URL \\(see 'fencepost schema"
                + " --help'\\)"),
        Arguments.of(
            "schema setup --config nowhere.yaml --url x",
            2,
            "--config and --url exclude each other: the file names the database .*"),
        Arguments.of(
            "schema setup --config nowhere.yaml",
            2,
            "configuration file nowhere.yaml does not exist"),
        Arguments.of(
            "schema setup --backend mysql --url x",
            2,
            "unknown persistence backend 'mysql': found .*"),
        Arguments.of(
            "schema drop --url " + NOWHERE,
            2,
            "drop deletes every workflow: confirm with --yes .*"));
  }

  @ParameterizedTest(name = "fencepost {0}")
  @MethodSource("badInput")
  void badInputGivesOneLineAndItsExitStatus(String arguments, int status, String line) {
    Result result = run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));

    assertThat(result.err()).matches("fencepost: " + line + "\\R");
    assertThat(result.out()).isEmpty();
    assertThat(result.status()).isEqualTo(status);
  }

  @Test
  void anUnknownKeyInAFileNamesKeyFileAndLine() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("bad.yaml"), "persistence:\n  backend: memory\nserver:\n  prt: 1\n");

    Result result = run("schema", "version", "--config", file.toString());

    assertThat(result.err())
        .isEqualTo(
            "fencepost: bad.yaml:4: unknown key 'server.prt'; did you mean 'server.port'?\n");
    assertThat(result.status()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "demo --help",
        "schema --help",
        "schema setup --help",
        "schema update --help",
        "schema version --help",
        "schema validate --help",
        "schema drop --help"
      })
  void helpHasExamplesEverywhere(String arguments) {
    Result result = run(arguments.split(" ", -1));

    assertThat(result.out()).startsWith("Usage: fencepost").contains("Example");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
  }

  @Test
  void versionNamesProgramAndJava() {
    Result result = run("--version");

    assertThat(result.out()).matches("fencepost \\S+ \\(Java \\S+\\)\\R");
    assertThat(result.status()).isZero();
  }

  @Test
  void verboseAddsWhereItHappened() {
    Result result = run("schema", "setup", "--backend", "mysql", "--url", "x", "--verbose");

    assertThat(result.err()).contains("unknown persistence backend 'mysql'").contains("\tat ");
    assertThat(result.status()).isEqualTo(2);
  }

  static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Fencepost.execute(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Result(status, out.toString(), err.toString());
  }

  record Result(int status, String out, String err) {}
}
