// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code fencepost server} in a process of its own. */
final class ServerProcess implements AutoCloseable {

  private static final Pattern READY =
      Pattern.compile("fencepost is ready: grpc ([^,]+), metrics http://([^/]+)/metrics.*");

  private final Process process;
  private final String address;
  private final String metricsAddress;
  private final HttpClient http = HttpClient.newHttpClient();

  private ServerProcess(Process process, String address, String metricsAddress) {
    this.process = process;
    this.address = address;
    this.metricsAddress = metricsAddress;
  }

  /** Starts a server and waits until it says that it is ready. */
  static ServerProcess start(Path configuration, Path log) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.fencepost.engine.cli.Fencepost",
                "server",
                "--config",
                configuration.toString())
            .redirectError(log.toFile())
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    Matcher ready = READY.matcher(String.valueOf(line));
    if (!ready.matches()) {
      process.destroyForcibly();
      throw new AssertionError("the server did not start: " + Files.readString(log));
    }
    return new ServerProcess(process, ready.group(1), ready.group(2));
  }

  /** Where its gRPC API is. */
  String address() {
    return address;
  }

  /** Its answer to a health check. */
  String health() {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://" + metricsAddress + "/health"))
                  .timeout(Duration.ofSeconds(5))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException unreachable) {
      return unreachable.toString();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return interrupted.toString();
    }
  }

  /** How many shards it says it holds, -1 if it does not answer. */
  int shardsHeld() {
    Matcher held = Pattern.compile("\"shardsHeld\":(\\d+)").matcher(health());
    return held.find() ? Integer.parseInt(held.group(1)) : -1;
  }

  /** Kills it with SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Stops it in the middle of whatever it does. */
  void freeze() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** Lets it go on. */
  void thaw() throws IOException, InterruptedException {
    signal("-CONT");
  }

  @Override
  public void close() {
    process.destroyForcibly();
    http.close();
  }

  private void signal(String signal) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor())
        .isZero();
  }
}
