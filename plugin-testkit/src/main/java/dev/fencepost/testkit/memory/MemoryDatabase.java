// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.spi.schema.AppliedMigration;
import dev.fencepost.spi.schema.SchemaStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One database: its tables, if its schema is set up, and the lock that makes calls transactions.
 */
final class MemoryDatabase {

  static final int LATEST_VERSION = 1;

  private static final AppliedMigration MIGRATION =
      new AppliedMigration(LATEST_VERSION, "Create the sorted maps", "0".repeat(64), Instant.EPOCH);

  private final ReentrantLock lock = new ReentrantLock();
  private Optional<MemoryTables> tables = Optional.empty();
  private Instant installedAt = Instant.EPOCH;

  /** Runs a transaction. It checks everything before it changes anything. */
  <T> T transact(Function<Optional<MemoryTables>, T> transaction) {
    return locked(() -> transaction.apply(tables));
  }

  SchemaStatus schemaStatus() {
    return locked(
        () ->
            tables.isPresent()
                ? new SchemaStatus.Current(LATEST_VERSION)
                : new SchemaStatus.Missing(LATEST_VERSION));
  }

  List<AppliedMigration> migrations() {
    return locked(() -> tables.isPresent() ? List.of(applied()) : List.<AppliedMigration>of());
  }

  List<AppliedMigration> setup() {
    return locked(
        () -> {
          if (tables.isPresent()) {
            return List.<AppliedMigration>of();
          }
          tables = Optional.of(new MemoryTables());
          installedAt = now();
          return List.of(applied());
        });
  }

  void drop() {
    locked(
        () -> {
          tables = Optional.empty();
          return tables;
        });
  }

  /** The database's clock. */
  static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  private AppliedMigration applied() {
    return new AppliedMigration(
        MIGRATION.version(), MIGRATION.description(), MIGRATION.checksum(), installedAt);
  }

  private <T> T locked(Supplier<T> body) {
    lock.lock();
    try {
      return body.get();
    } finally {
      lock.unlock();
    }
  }
}
