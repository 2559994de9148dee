// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL for all tests of a JVM, with a fresh database for whoever asks. */
final class EmbeddedDatabase {

  private static final EmbeddedPostgres SERVER = start();
  private static final AtomicInteger LAST = new AtomicInteger();

  private EmbeddedDatabase() {}

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("fsync", "on")
          .setServerConfig("full_page_writes", "on")
          .setServerConfig("synchronous_commit", "on")
          .start();
    } catch (IOException failed) {
      throw new UncheckedIOException("the embedded PostgreSQL does not start", failed);
    }
  }

  /** Creates a database and returns where to connect to it. */
  static ConnectionSource fresh() {
    String name = "database_" + LAST.incrementAndGet();
    try (Connection connection = SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException failed) {
      throw new IllegalStateException("can't create " + name, failed);
    }
    return SERVER.getDatabase("postgres", name)::getConnection;
  }
}
