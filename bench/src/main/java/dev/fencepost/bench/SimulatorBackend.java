// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench;

import dev.fencepost.bench.internal.SimulatedDatabase;
import dev.fencepost.engine.embedded.LocalBackend;
import dev.fencepost.engine.embedded.LocalDatabase;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The simulator for the plugin {@code dsql}. It stands here because the engine may not name the
 * simulator and the simulator may not name the engine.
 */
public final class SimulatorBackend implements LocalBackend {

  /** Called by the service loader. */
  public SimulatorBackend() {}

  @Override
  public String name() {
    return "dsql";
  }

  @Override
  public String description() {
    return "the simulator of Aurora DSQL";
  }

  @Override
  public LocalDatabase start(
      Path folder, Consumer<String> progress, Consumer<AutoCloseable> atEnd) {
    SimulatedDatabase database = SimulatedDatabase.start(folder);
    atEnd.accept(database);
    return database;
  }
}
