// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import dev.fencepost.dsql.simulator.DsqlSimulator;
import dev.fencepost.dsql.simulator.LoggedStatement;
import dev.fencepost.dsql.simulator.SimulatorCounts;
import dev.fencepost.dsql.simulator.TransportSecurity;
import dev.fencepost.engine.embedded.EmbeddedDatabaseFailure;
import dev.fencepost.engine.embedded.LocalDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A simulator of Aurora DSQL inside this process, with its data in a folder, crash safe. */
public final class SimulatedDatabase implements LocalDatabase, AutoCloseable {

  private final DsqlSimulator simulator;

  private SimulatedDatabase(DsqlSimulator simulator) {
    this.simulator = simulator;
  }

  /**
   * Starts one on a free port.
   *
   * @throws EmbeddedDatabaseFailure if it can't
   */
  public static SimulatedDatabase start(Path folder) {
    try {
      return new SimulatedDatabase(
          DsqlSimulator.builder()
              .security(TransportSecurity.PLAINTEXT)
              .dataFolder(folder.toAbsolutePath().normalize())
              .start());
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
  public void close() throws IOException {
    simulator.close();
  }

  private static String describe(LoggedStatement statement) {
    return statement.answer() + ": " + statement.sql().replaceAll("\\s+", " ");
  }
}
