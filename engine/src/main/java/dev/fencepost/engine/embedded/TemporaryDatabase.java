// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.embedded;

import dev.fencepost.engine.internal.shutdown.Shutdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * An embedded database in a folder for temporary files, which is deleted at the end, also when the
 * process is interrupted. It is as durable as any other while it lasts.
 */
public final class TemporaryDatabase implements AutoCloseable {

  private final EmbeddedDatabase database;
  private final Shutdown shutdown;

  private TemporaryDatabase(EmbeddedDatabase database, Shutdown shutdown) {
    this.database = database;
    this.shutdown = shutdown;
  }

  /**
   * Starts a server.
   *
   * @param progress told what is going on, one line each, when it takes longer than two seconds
   * @throws EmbeddedDatabaseFailure if it can't, with the reason and what to do
   */
  public static TemporaryDatabase start(Consumer<String> progress) {
    Shutdown shutdown = Shutdown.atEndOfProcess();
    try {
      Path folder = Files.createTempDirectory("fencepost");
      shutdown.add(() -> DataFolder.deleteTree(folder));
      return new TemporaryDatabase(
          EmbeddedDatabase.start(folder, progress, shutdown::add), shutdown);
    } catch (IOException noSpace) {
      shutdown.close();
      throw new EmbeddedDatabaseFailure(
          "no folder can be made for temporary files: " + noSpace.getMessage(), noSpace);
    } catch (RuntimeException failed) {
      shutdown.close();
      throw failed;
    }
  }

  /** The server. */
  public EmbeddedDatabase database() {
    return database;
  }

  @Override
  public void close() {
    shutdown.close();
  }
}
