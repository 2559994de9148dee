// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import dev.fencepost.dsql.simulator.DsqlSimulator;
import dev.fencepost.dsql.simulator.LoggedStatement;
import dev.fencepost.dsql.simulator.SimulatorCounts;
import dev.fencepost.dsql.simulator.TransportSecurity;
import dev.fencepost.engine.embedded.EmbeddedDatabaseFailure;
import dev.fencepost.engine.embedded.LocalDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A simulator of Aurora DSQL inside this process, with its data in a folder, crash safe. */
public final class SimulatedDatabase implements LocalDatabase, AutoCloseable {

  private final DsqlSimulator simulator;
  private final Cleanup cleanup;

  private SimulatedDatabase(DsqlSimulator simulator, Cleanup cleanup) {
    this.simulator = simulator;
    this.cleanup = cleanup;
  }

  /**
   * Starts one on a free port.
   *
   * @param folder where its data are kept
   * @throws EmbeddedDatabaseFailure if it can't
   */
  public static SimulatedDatabase start(Path folder) {
    return start(folder, () -> {});
  }

  /**
   * Starts one whose folder is gone at the end; as durable as any other while it lasts.
   *
   * @throws EmbeddedDatabaseFailure if it can't
   */
  public static SimulatedDatabase temporary() {
    try {
      Path folder = Files.createTempDirectory("fencepost");
      return start(folder.resolve("data"), () -> deleteTree(folder));
    } catch (IOException noSpace) {
      throw new EmbeddedDatabaseFailure(
          "no folder can be made for temporary files: " + noSpace.getMessage(), noSpace);
    }
  }

  private static SimulatedDatabase start(Path folder, Cleanup cleanup) {
    try {
      return new SimulatedDatabase(
          DsqlSimulator.builder()
              .security(TransportSecurity.PLAINTEXT)
              .dataFolder(folder.toAbsolutePath().normalize())
              .start(),
          cleanup);
    } catch (IOException failed) {
      throw new EmbeddedDatabaseFailure(String.valueOf(failed.getMessage()), failed);
    }
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("url", simulator.url(), "user", "admin", "password", "any");
  }

  @Override
  public Report report() {
    SimulatorCounts counts = counts();
    return new Report(
        counts.commits(),
        counts.conflicts(),
        simulator.statementLog().refused().stream().map(SimulatedDatabase::describe).toList());
  }

  /** What it has counted. */
  SimulatorCounts counts() {
    return simulator.counts();
  }

  @Override
  public void close() {
    try {
      simulator.close();
      cleanup.run();
    } catch (IOException gone) {
      throw new EmbeddedDatabaseFailure(
          "the simulator can't be stopped: " + gone.getMessage(), gone);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> below = Files.walk(root)) {
      for (Path file : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static String describe(LoggedStatement statement) {
    return statement.answer() + ": " + statement.sql().replaceAll("\\s+", " ");
  }

  /** What is left to do when the simulator is closed. */
  private interface Cleanup {
    void run() throws IOException;
  }
}
