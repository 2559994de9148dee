// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a cluster is and how to get in.
 *
 * @param host its host
 * @param port its port
 * @param database the database, {@code postgres} on the service
 * @param user the role to connect as
 * @param authentication how it proves that
 * @param region the region that tokens are signed for; empty without IAM
 * @param password the password; empty with IAM
 * @param tls how connections are protected
 * @param rootCertificate the certificates to trust, if not those of the JVM
 */
public record ClusterAccess(
    String host,
    int port,
    String database,
    String user,
    Authentication authentication,
    String region,
    String password,
    Tls tls,
    Optional<Path> rootCertificate) {

  private static final Pattern ENDPOINT = Pattern.compile("([A-Za-z0-9.-]+)(?::(\\d{1,5}))?");
  private static final Pattern URL =
      Pattern.compile(
          "jdbc:postgresql://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:]+])(?::(\\d{1,5}))?"
              + "(?:/([^/?]*))?(?:\\?(.*))?");
  private static final Pattern SERVICE_HOST =
      Pattern.compile("[a-z0-9]+\\.dsql(?:-[a-z]+)?\\.([a-z0-9-]+)\\.on\\.aws");
  private static final int DEFAULT_PORT = 5432;

  static ClusterAccess read(Configuration configuration) {
    Place place = place(configuration);
    String password = password(configuration);
    Authentication authentication =
        configuration
            .value(DsqlKeys.AUTHENTICATION)
            .orElse(password.isEmpty() ? Authentication.IAM : Authentication.PASSWORD);
    if (authentication == Authentication.IAM && !password.isEmpty()) {
      throw new InvalidConfiguration(
          "'authentication' is iam, which signs its own tokens, but a password is given: remove"
              + " 'password' and 'password-file', or set 'authentication' to password");
    }
    return new ClusterAccess(
        place.host,
        place.port,
        place.database,
        configuration.value(DsqlKeys.USER),
        authentication,
        authentication == Authentication.IAM ? region(configuration, place.host) : "",
        password,
        tls(configuration, place),
        rootCertificate(configuration));
  }

  private static Place place(Configuration configuration) {
    String endpoint = configuration.value(DsqlKeys.ENDPOINT);
    String url = configuration.value(DsqlKeys.URL);
    if (endpoint.isEmpty() == url.isEmpty()) {
      throw new InvalidConfiguration(
          (url.isEmpty()
                  ? "neither 'endpoint' nor 'url' is set"
                  : "'endpoint' and 'url' are both set")
              + ": set one of them, so that it is clear where the cluster is");
    }
    return url.isEmpty() ? endpointPlace(endpoint) : urlPlace(url);
  }

  private static Place endpointPlace(String endpoint) {
    Matcher matcher = ENDPOINT.matcher(endpoint);
    if (!matcher.matches()) {
      throw new InvalidConfiguration(
          "'endpoint' must be a host such as <cluster>.dsql.<region>.on.aws, not '"
              + endpoint
              + "'");
    }
    return new Place(
        matcher.group(1), port("endpoint", matcher.group(2)), "postgres", Optional.empty());
  }

  private static Place urlPlace(String url) {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      throw new InvalidConfiguration(
          "'url' must be a JDBC URL such as jdbc:postgresql://localhost:5433/postgres");
    }
    String database = matcher.group(3);
    String parameters = matcher.group(4);
    return new Place(
        matcher.group(1),
        port("url", matcher.group(2)),
        database == null || database.isEmpty() ? "postgres" : database,
        parameters == null ? Optional.empty() : sslMode(parameters));
  }

  /** The one parameter that says something the keys don't need to say again. */
  private static Optional<Tls> sslMode(String parameters) {
    return switch (parameters) {
      case "" -> Optional.empty();
      case "sslmode=disable" -> Optional.of(Tls.OFF);
      case "sslmode=require" -> Optional.of(Tls.REQUIRE);
      case "sslmode=verify-full" -> Optional.of(Tls.VERIFY_FULL);
      default ->
          throw new InvalidConfiguration(
              "'url' may have no parameter but sslmode, which is disable, require or verify-full:"
                  + " use the keys of the backend instead");
    };
  }

  private static int port(String key, @Nullable String text) {
    int port = text == null ? DEFAULT_PORT : Integer.parseInt(text);
    if (port < 1 || port > 65_535) {
      throw new InvalidConfiguration("'" + key + "' must have a port from 1 to 65535, not " + port);
    }
    return port;
  }

  private static Tls tls(Configuration configuration, Place place) {
    Optional<Tls> set = configuration.value(DsqlKeys.TLS);
    if (set.isPresent() && place.tls.isPresent() && !set.equals(place.tls)) {
      throw new InvalidConfiguration("'tls' and the sslmode of 'url' contradict each other");
    }
    Tls tls = set.or(() -> place.tls).orElse(Tls.VERIFY_FULL);
    if (tls == Tls.OFF && SERVICE_HOST.matcher(place.host).matches()) {
      throw new InvalidConfiguration(
          "'tls' is off, which the service at " + place.host + " refuses");
    }
    return tls;
  }

  private static String region(Configuration configuration, String host) {
    String region = configuration.value(DsqlKeys.REGION);
    if (!region.isEmpty()) {
      return region;
    }
    Matcher matcher = SERVICE_HOST.matcher(host);
    if (!matcher.matches()) {
      throw new InvalidConfiguration(
          "'region' must be set, because the host "
              + host
              + " does not tell it; or set a password");
    }
    return matcher.group(1);
  }

  private static Optional<Path> rootCertificate(Configuration configuration) {
    String file = configuration.value(DsqlKeys.TLS_ROOT_CERTIFICATE);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    Path path = Path.of(file);
    if (!Files.isReadable(path)) {
      throw new InvalidConfiguration(
          "'tls-root-certificate' names a file that can't be read: " + file);
    }
    return Optional.of(path);
  }

  private static String password(Configuration configuration) {
    String file = configuration.value(DsqlKeys.PASSWORD_FILE);
    if (file.isEmpty()) {
      return configuration.value(DsqlKeys.PASSWORD);
    }
    try {
      return Files.readString(Path.of(file), UTF_8).lines().findFirst().orElse("");
    } catch (IOException unreadable) {
      throw new InvalidConfiguration("can't read the password file " + file, unreadable);
    }
  }

  /** Whether the host is one of the service, which speaks TLS from the first byte. */
  public boolean isService() {
    return SERVICE_HOST.matcher(host).matches();
  }

  /** Names the cluster and the role, without the password. */
  @Override
  public String toString() {
    return host + ":" + port + "/" + database + ", user " + user;
  }

  private record Place(String host, int port, String database, Optional<Tls> tls) {}
}
