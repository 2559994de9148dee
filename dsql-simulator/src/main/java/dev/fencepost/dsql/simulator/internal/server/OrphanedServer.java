// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The database of a simulator that was killed, which still runs on the data folder. */
final class OrphanedServer {

  private static final int SECONDS = 30;

  private OrphanedServer() {}

  /** Ends it, if there is one. */
  static void end(Path folder) throws IOException {
    Optional<ProcessHandle> orphan = find(folder.resolve("postmaster.pid"));
    if (orphan.isEmpty()) {
      return;
    }
    orphan.get().destroy();
    try {
      orphan.get().onExit().get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException stillRuns) {
      throw new IOException(
          "process " + orphan.get().pid() + " still uses the data folder " + folder, stillRuns);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while waiting for process " + orphan.get().pid(), stopped);
    }
  }

  private static Optional<ProcessHandle> find(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]+")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
        .filter(
            process ->
                process
                    .info()
                    .command()
                    .filter(command -> command.contains("postgres"))
                    .isPresent());
  }
}
