// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.embedded;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A kind of database that this process can run itself, for the storage plugin of the same name. It
 * is found with {@link java.util.ServiceLoader}, so that the engine names neither a plugin nor the
 * program behind it; implementations have a public constructor without parameters that does
 * nothing.
 */
public interface LocalBackend {

  /** The name of the storage plugin that works on it. */
  String name();

  /** What it is, as a sentence goes on: {@code an embedded PostgreSQL}. */
  String description();

  /**
   * Starts one.
   *
   * @param folder where its data are kept, crash safe; made if it does not exist
   * @param progress told what is going on, one line each, when it takes longer than two seconds
   * @param atEnd given what stops the database, as early as there is something to stop
   * @throws EmbeddedDatabaseFailure if it can't, with the reason and what to do
   */
  LocalDatabase start(Path folder, Consumer<String> progress, Consumer<AutoCloseable> atEnd);
}
