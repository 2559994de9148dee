// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.engine.cli.Fencepost;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SimulatorCommandTest {

  @Test
  void helpHasExamples() {
    Result result = run("--help");

    assertThat(result.out()).startsWith("Usage: fencepost dsql-simulator").contains("Examples:");
    assertThat(result.status()).isZero();
  }

  @Test
  void aPortInUseGivesOneLine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(run("--port", Integer.toString(taken.getLocalPort())))
          .isEqualTo(
              new Result(
                  1,
                  "",
                  "fencepost: port "
                      + taken.getLocalPort()
                      + " on 127.0.0.1 is in use: choose another with --port\n"));
    }
  }

  @Test
  void aPortThatIsNoneGivesOneLine() {
    assertThat(run("--port", "70000").err())
        .isEqualTo(
            "fencepost: a port is a number from 0 to 65535, not 70000 (see 'fencepost"
                + " dsql-simulator --help')\n");
  }

  @Test
  void itSaysWhereItListensServesAndStopsWhenItIsTerminated() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.fencepost.engine.cli.Fencepost",
                "dsql-simulator",
                "--port",
                "0",
                "--no-tls")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = String.valueOf(output.readLine());
      assertThat(line).matches("listening on 127\\.0\\.0\\.1:\\d+");
      String url = "jdbc:postgresql://" + line.substring("listening on ".length()) + "/postgres";
      try (Connection connection = DriverManager.getConnection(url, "admin", "any");
          Statement statement = connection.createStatement()) {
        assertThat(statement.execute("SELECT 1")).isTrue();
      }
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static Result run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "dsql-simulator";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Fencepost.execute(new PrintWriter(out), new PrintWriter(err), all);
    return new Result(status, out.toString(), err.toString());
  }

  private record Result(int status, String out, String err) {}
}
