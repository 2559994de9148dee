// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.connection;

import dev.fencepost.postgres.PostgresSettings;
import dev.fencepost.spi.error.Unavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks that the server is one the plugin works with, and that it applies what it was told. */
public final class ServerCheck {

  private static final Logger LOG = LoggerFactory.getLogger(ServerCheck.class);
  private static final int OLDEST_MAJOR = 15;

  /**
   * Settings some platforms don't have. Without them other limits end what they would have ended.
   */
  private static final Set<String> PLATFORM_DEPENDENT =
      Set.of("tcp_user_timeout", "client_connection_check_interval");

  private ServerCheck() {}

  /**
   * Checks the server behind a connection.
   *
   * @throws Unavailable if it is too old or ignores a setting
   */
  public static void check(Connection connection, PostgresSettings settings) throws SQLException {
    int major = connection.getMetaData().getDatabaseMajorVersion();
    if (major < OLDEST_MAJOR) {
      throw new Unavailable(
          "the PostgreSQL server is too old: version " + OLDEST_MAJOR + " or newer is needed",
          Map.of("version", connection.getMetaData().getDatabaseProductVersion()));
    }
    Map<String, String> asked = DriverSettings.serverSettings(settings);
    Map<String, String> applied = applied(connection, asked.keySet());
    asked.forEach((name, value) -> compare(name, value, applied.getOrDefault(name, "missing")));
    if (applied.getOrDefault("synchronous_commit", "").equals("off")) {
      LOG.warn(
          "the server has synchronous_commit off: a crash of the server loses what was"
              + " acknowledged");
    }
  }

  private static void compare(String name, String asked, String applied) {
    if (asked.equals(applied)) {
      return;
    }
    if (PLATFORM_DEPENDENT.contains(name)) {
      LOG.warn("the server applies {} = {} instead of {}", name, applied, asked);
      return;
    }
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("setting", name);
    context.put("asked", asked);
    context.put("applied", applied);
    throw new Unavailable(
        "the server does not apply a setting of the connection:"
            + " connect without a pooler that drops startup options",
        context);
  }

  private static Map<String, String> applied(Connection connection, Set<String> names)
      throws SQLException {
    Map<String, String> applied = new LinkedHashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT name, setting FROM pg_catalog.pg_settings WHERE name = ANY (?)")) {
      String[] wanted = names.toArray(String[]::new);
      wanted = java.util.Arrays.copyOf(wanted, wanted.length + 1);
      wanted[wanted.length - 1] = "synchronous_commit";
      statement.setArray(1, connection.createArrayOf("text", wanted));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          applied.put(rows.getString(1), rows.getString(2));
        }
      }
    }
    return applied;
  }
}
