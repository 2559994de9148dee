// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.embedded;

import java.nio.file.Path;
import java.util.function.Consumer;

/** An embedded PostgreSQL for the plugin {@code postgres}. */
public final class PostgresBackend implements LocalBackend {

  /** Called by the service loader. */
  public PostgresBackend() {}

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public String description() {
    return "an embedded PostgreSQL";
  }

  @Override
  public LocalDatabase start(
      Path folder, Consumer<String> progress, Consumer<AutoCloseable> atEnd) {
    return EmbeddedDatabase.start(folder, progress, atEnd);
  }
}
