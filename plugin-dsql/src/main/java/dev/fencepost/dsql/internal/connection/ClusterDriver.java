// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.connection;

import dev.fencepost.dsql.Authentication;
import dev.fencepost.dsql.ClusterAccess;
import dev.fencepost.dsql.DsqlSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import software.amazon.dsql.jdbc.DSQLConnector;
import software.amazon.dsql.jdbc.TokenManager;

/**
 * Opens single connections: with a token by the connector of AWS, with a password by the driver it
 * is built on. Neither is told anything that would make it send a {@code SET}.
 */
final class ClusterDriver {

  private static final int PREPARED_STATEMENTS = 512;

  private final ClusterAccess access;
  private final Properties properties;
  private final java.sql.Driver driver;
  private final String url;

  ClusterDriver(DsqlSettings settings, String applicationName, Duration socketTimeout) {
    this.access = settings.cluster();
    this.properties = properties(settings, applicationName, socketTimeout);
    boolean signed = access.authentication() == Authentication.IAM;
    this.driver = signed ? new DSQLConnector() : new Driver();
    this.url =
        (signed ? "jdbc:aws-dsql:postgresql://" : "jdbc:postgresql://")
            + access.host()
            + ":"
            + access.port()
            + "/"
            + access.database();
  }

  /** Opens a connection. A token that is refused is made once more, with fresh credentials. */
  Connection connect() throws SQLException {
    try {
      return opened();
    } catch (SQLException refused) {
      if (access.authentication() == Authentication.IAM && ConnectErrors.isDenied(refused)) {
        TokenManager.clearCache();
        return opened();
      }
      throw refused;
    }
  }

  private Connection opened() throws SQLException {
    @Nullable Connection connection = driver.connect(url, (Properties) properties.clone());
    if (connection == null) {
      throw new SQLException("the driver does not take the URL " + url, "08001");
    }
    return connection;
  }

  private static Properties properties(
      DsqlSettings settings, String applicationName, Duration socketTimeout) {
    ClusterAccess access = settings.cluster();
    Properties properties = new Properties();
    PGProperty.USER.set(properties, access.user());
    PGProperty.APPLICATION_NAME.set(properties, applicationName);
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "16");
    PGProperty.CONNECT_TIMEOUT.set(properties, seconds(settings.pool().connectTime()));
    PGProperty.LOGIN_TIMEOUT.set(properties, seconds(settings.pool().connectTime()));
    PGProperty.SOCKET_TIMEOUT.set(properties, seconds(socketTimeout));
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    PGProperty.PREPARE_THRESHOLD.set(properties, 1);
    PGProperty.PREPARED_STATEMENT_CACHE_QUERIES.set(properties, PREPARED_STATEMENTS);
    switch (access.authentication()) {
      case IAM -> properties.setProperty("region", access.region());
      case PASSWORD -> PGProperty.PASSWORD.set(properties, access.password());
    }
    protect(properties, access);
    return properties;
  }

  private static void protect(Properties properties, ClusterAccess access) {
    switch (access.tls()) {
      case OFF -> PGProperty.SSL_MODE.set(properties, "disable");
      case REQUIRE -> PGProperty.SSL_MODE.set(properties, "require");
      case VERIFY_FULL -> {
        PGProperty.SSL_MODE.set(properties, "verify-full");
        if (access.rootCertificate().isPresent()) {
          PGProperty.SSL_ROOT_CERT.set(properties, access.rootCertificate().get().toString());
        } else {
          PGProperty.SSL_FACTORY.set(properties, "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
      }
    }
    if (access.isService()) {
      PGProperty.SSL_NEGOTIATION.set(properties, "direct");
    }
  }

  private static int seconds(Duration duration) {
    return duration.isZero()
        ? 0
        : Math.toIntExact(Math.max(1, duration.plusMillis(999).toSeconds()));
  }
}
