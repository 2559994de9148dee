// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An engine in a process of its own, started from the class path of this one. */
final class EngineProcess implements AutoCloseable {

  private static final String MAIN = "dev.fencepost.engine.cli.Fencepost";
  private static final String READY = "fencepost is ready";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(15);

  private final Process process;
  private final Path log;
  private final CountDownLatch ready = new CountDownLatch(1);

  private EngineProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts an engine and waits until it is ready.
   *
   * @param configuration its configuration file
   * @param log where its log is appended to
   * @throws DemoFailure if it does not become ready
   */
  static EngineProcess start(Path configuration, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN,
                "server",
                "--config",
                configuration.toString())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("FENCEPOST_"));
    try {
      EngineProcess engine = new EngineProcess(builder.start(), log);
      engine.awaitReady();
      return engine;
    } catch (IOException cannotStart) {
      throw new DemoFailure("the engine's process can't be started: " + cannotStart.getMessage());
    }
  }

  /** Kills it with SIGKILL and waits until it is gone. */
  void kill() {
    process.destroyForcibly();
    await(Duration.ofSeconds(30));
  }

  /** Sends it a signal, such as {@code STOP} or {@code CONT}. */
  void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException cannotRun) {
      throw new UncheckedIOException(cannotRun);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  long processId() {
    return process.pid();
  }

  /** Asks it to stop, and kills it if it does not. */
  @Override
  public void close() {
    process.destroy();
    if (!await(DRAIN_LIMIT)) {
      kill();
    }
  }

  private void awaitReady() {
    Thread.startVirtualThread(this::readOutput);
    try {
      long deadline = System.nanoTime() + START_LIMIT.toNanos();
      while (!ready.await(20, TimeUnit.MILLISECONDS)) {
        if (!process.isAlive()) {
          throw new DemoFailure("the engine ended while starting: " + lastLogLine());
        }
        if (System.nanoTime() > deadline) {
          kill();
          throw new DemoFailure(
              "the engine was not ready after " + START_LIMIT.toSeconds() + " s: " + lastLogLine());
        }
      }
    } catch (InterruptedException interrupted) {
      kill();
      throw interrupted(interrupted);
    }
  }

  private void readOutput() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = reader.readLine();
      while (line != null) {
        if (line.startsWith(READY)) {
          ready.countDown();
        }
        line = reader.readLine();
      }
    } catch (IOException ended) {
      // The process is gone, which the waiting thread sees.
      return;
    }
  }

  private String lastLogLine() {
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.stream()
          .filter(line -> line.startsWith("fencepost:"))
          .reduce((first, second) -> second)
          .map(line -> line.substring("fencepost:".length()).strip())
          .orElse(lines.isEmpty() ? "it wrote nothing" : lines.getLast());
    } catch (IOException unreadable) {
      return "its log " + log + " can't be read";
    }
  }

  private boolean await(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  private static DemoFailure interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new DemoFailure("interrupted", cause);
  }
}
