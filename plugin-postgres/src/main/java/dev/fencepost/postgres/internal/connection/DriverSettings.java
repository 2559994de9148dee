// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.connection;

import dev.fencepost.postgres.PostgresSettings;
import dev.fencepost.spi.config.InvalidConfiguration;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How connections are opened: what the driver is told, and what the server is told at its start.
 *
 * <p>Plans are generic and never scan a whole table: every statement binds whole keys, so that the
 * plan made for an empty table is right for a full one.
 */
public final class DriverSettings {

  private static final int PREPARED_STATEMENTS = 512;

  private DriverSettings() {}

  /** A source of connections that are set up alike. */
  public static PGSimpleDataSource dataSource(PostgresSettings settings, String applicationName) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      source.setURL(settings.url());
    } catch (IllegalArgumentException notAnUrl) {
      throw new InvalidConfiguration(
          "'url' must be a JDBC URL such as jdbc:postgresql://localhost:5432/fencepost, not '"
              + settings.url()
              + "'",
          notAnUrl);
    }
    source.setUser(settings.user());
    source.setPassword(settings.password());
    source.setApplicationName(applicationName);
    source.setConnectTimeout(seconds(settings.connectTimeout()));
    source.setLoginTimeout(seconds(settings.connectTimeout()));
    source.setSocketTimeout(seconds(settings.socketTimeout()));
    source.setTcpKeepAlive(true);
    source.setPrepareThreshold(1);
    source.setPreparedStatementCacheQueries(PREPARED_STATEMENTS);
    String given = source.getOptions();
    source.setOptions((given == null ? "" : given + " ") + options(serverSettings(settings)));
    return source;
  }

  /** What the server is asked to apply to every session, times in milliseconds. */
  static Map<String, String> serverSettings(PostgresSettings settings) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("default_transaction_isolation", "read committed");
    parameters.put("statement_timeout", millis(settings.statementTimeout()));
    parameters.put("lock_timeout", millis(settings.lockTimeout()));
    parameters.put(
        "idle_in_transaction_session_timeout", millis(settings.idleInTransactionTimeout()));
    parameters.put("client_connection_check_interval", millis(settings.clientCheckInterval()));
    parameters.put("tcp_user_timeout", millis(settings.socketTimeout()));
    parameters.put("plan_cache_mode", "force_generic_plan");
    parameters.put("enable_seqscan", "off");
    parameters.put("jit", "off");
    return parameters;
  }

  private static String options(Map<String, String> parameters) {
    StringBuilder options = new StringBuilder();
    parameters.forEach(
        (name, value) ->
            options
                .append("-c ")
                .append(name)
                .append('=')
                .append(value.replace(" ", "\\ "))
                .append(' '));
    return options.toString().strip();
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }

  private static int seconds(Duration duration) {
    return Math.toIntExact(Math.max(1, duration.plusMillis(999).toSeconds()));
  }
}
