// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** The one PostgreSQL of a test JVM, as durable as a real one. */
final class TestServer {

  private static final EmbeddedPostgres SERVER = start();
  private static final AtomicInteger LAST_DATABASE = new AtomicInteger();

  private TestServer() {}

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("fsync", "on")
          .setServerConfig("full_page_writes", "on")
          .setServerConfig("synchronous_commit", "on")
          .setServerConfig("max_connections", "200")
          .start();
    } catch (IOException failed) {
      throw new UncheckedIOException("the embedded PostgreSQL does not start", failed);
    }
  }

  static int port() {
    return SERVER.getPort();
  }

  /** Connects to a database with the driver's defaults. */
  static Connection connect(String database) throws SQLException {
    return SERVER.getDatabase("postgres", database).getConnection();
  }

  /** Creates an empty database and returns its name. */
  static String createDatabase() {
    String name = "database_" + LAST_DATABASE.incrementAndGet();
    try (Connection connection = SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
      return name;
    } catch (SQLException failed) {
      throw new IllegalStateException("can't create " + name, failed);
    }
  }
}
