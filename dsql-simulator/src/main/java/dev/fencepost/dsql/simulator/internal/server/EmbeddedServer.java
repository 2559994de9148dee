// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.server;

import dev.fencepost.dsql.simulator.SimulatorLimits;
import dev.fencepost.dsql.simulator.internal.catalog.CatalogScripts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/** The PostgreSQL behind, with the simulator's own schema in it. */
public final class EmbeddedServer implements AutoCloseable {

  private static final String MAX_CONNECTIONS = "500";
  private static final Duration STARTUP = Duration.ofMinutes(1);

  private final EmbeddedPostgres postgres;

  private EmbeddedServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /** Starts it, on the data of a folder or on fresh data that are gone at the end. */
  public static EmbeddedServer start(Optional<Path> folder, SimulatorLimits limits)
      throws IOException {
    if (folder.isPresent()) {
      OrphanedServer.end(folder.get());
    }
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setLocaleConfig("locale", "C")
            .setServerConfig("max_connections", MAX_CONNECTIONS)
            .setPGStartupWait(STARTUP)
            .setServerConfig("jit", "off")
            .setServerConfig("timezone", "UTC");
    folder.ifPresent(
        path ->
            builder
                .setDataDirectory(path)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on"));
    EmbeddedServer server = new EmbeddedServer(builder.start());
    try {
      server.install(limits);
      return server;
    } catch (SQLException | IOException | RuntimeException failed) {
      server.close();
      throw new IOException("the database of the simulator can't be prepared", failed);
    }
  }

  private void install(SimulatorLimits limits) throws SQLException, IOException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      if (isFresh(statement)) {
        connection.setAutoCommit(false);
        statement.execute(script(EmbeddedServer.class, "roles.sql"));
        statement.execute(script(EmbeddedServer.class, "footprints.sql"));
        for (String name : CatalogScripts.names()) {
          statement.execute(script(CatalogScripts.class, name));
        }
        connection.commit();
        connection.setAutoCommit(true);
      }
      statement.execute(
          "UPDATE simulator.limits SET column_bytes = "
              + limits.columnBytes()
              + ", row_bytes = "
              + limits.rowBytes()
              + ", schemas = "
              + limits.schemas()
              + ", tables = "
              + limits.tables());
      statement.execute(
          "SELECT simulator.watch(tgrelid) FROM pg_trigger WHERE tgname = 'simulator_report'");
    }
  }

  private static boolean isFresh(Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery("SELECT 1 FROM pg_namespace WHERE nspname = 'simulator'")) {
      return !found.next();
    }
  }

  private static String script(Class<?> beside, String name) throws IOException {
    try (InputStream stream = beside.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IOException("there is no resource " + name + " beside " + beside.getName());
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A connection as the superuser, past the simulator. */
  public Connection connect() throws SQLException {
    return postgres.getPostgresDatabase().getConnection();
  }

  /** Where it listens. */
  public int port() {
    return postgres.getPort();
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
