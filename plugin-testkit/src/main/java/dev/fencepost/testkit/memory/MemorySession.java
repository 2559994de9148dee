// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.spi.error.Unavailable;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** What an opened persistence knows of its database; every call of its stores goes through it. */
final class MemorySession {

  private final MemoryDatabase database;
  private volatile boolean closed;

  MemorySession(MemoryDatabase database) {
    this.database = database;
  }

  /** Runs a call as one transaction. */
  <T> T call(Function<MemoryTables, T> transaction) {
    return database.transact(
        tables -> {
          if (closed) {
            throw new Unavailable("the stores are closed", Map.of());
          }
          return transaction.apply(
              tables.orElseThrow(
                  () -> new Unavailable("the schema was dropped: run schema setup", Map.of())));
        });
  }

  /** Runs a call without an answer as one transaction. */
  void run(Consumer<MemoryTables> transaction) {
    call(
        tables -> {
          transaction.accept(tables);
          return tables;
        });
  }

  /** Lets no further call start, and waits for the one under way. */
  void close() {
    closed = true;
    database.transact(tables -> tables);
  }
}
