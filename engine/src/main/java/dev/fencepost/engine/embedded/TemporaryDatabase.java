// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * An embedded database in a folder for temporary files, which is deleted at the end, also when the
 * process is interrupted. It is as durable as any other while it lasts.
 */
public final class TemporaryDatabase implements AutoCloseable {

  private final Path folder;
  private final EmbeddedDatabase database;
  private final Thread hook = new Thread(this::stop, "temporary-database-stop");

  private TemporaryDatabase(Path folder, EmbeddedDatabase database) {
    this.folder = folder;
    this.database = database;
  }

  /**
   * Starts a server.
   *
   * @param progress told what is going on, one line each, when it takes longer than two seconds
   * @throws EmbeddedDatabaseFailure if it can't, with the reason and what to do
   */
  public static TemporaryDatabase start(Consumer<String> progress) {
    try {
      Path folder = Files.createTempDirectory("fencepost");
      TemporaryDatabase temporary =
          new TemporaryDatabase(folder, EmbeddedDatabase.start(folder, progress));
      Runtime.getRuntime().addShutdownHook(temporary.hook);
      return temporary;
    } catch (IOException noSpace) {
      throw new EmbeddedDatabaseFailure(
          "no folder can be made for temporary files: " + noSpace.getMessage(), noSpace);
    }
  }

  /** The server. */
  public EmbeddedDatabase database() {
    return database;
  }

  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  private void stop() {
    database.close();
    try {
      DataFolder.deleteTree(folder);
    } catch (IOException inUse) {
      throw new EmbeddedDatabaseFailure(
          "the folder " + folder + " can't be deleted: " + inUse.getMessage(), inUse);
    }
  }
}
