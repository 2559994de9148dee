// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fencepost.spi.config.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of the plugin's section, with their defaults and what they do. */
final class DsqlKeys {

  static final Setting<String> ENDPOINT =
      Setting.text(
          "endpoint",
          "",
          "The cluster's endpoint such as <cluster>.dsql.<region>.on.aws; either this or url.");

  static final Setting<String> URL =
      Setting.text(
          "url",
          "",
          "Where the database is, as a JDBC URL such as jdbc:postgresql://localhost:5433/postgres;"
              + " either this or endpoint.");

  static final Setting<String> USER = Setting.text("user", "admin", "The role to connect as.");

  static final Setting<Optional<Authentication>> AUTHENTICATION =
      optionalChoice(
          "authentication",
          Authentication.class,
          "iam signs a token with the AWS credentials of the process for each connection, password"
              + " sends the one given; empty means password if one is given and iam otherwise.");

  static final Setting<String> REGION =
      Setting.text(
          "region", "", "The AWS region that tokens are signed for; empty takes the endpoint's.");

  static final Setting<String> PASSWORD =
      Setting.text("password", "", "The role's password; not with iam.");

  static final Setting<String> PASSWORD_FILE =
      Setting.text(
          "password-file",
          "",
          "A file whose first line is the password; it is used instead of the password.");

  static final Setting<Optional<Tls>> TLS =
      optionalChoice(
          "tls",
          Tls.class,
          "verify-full encrypts and checks the certificate and its host name, require only"
              + " encrypts, off does nothing; empty takes sslmode of the url, and verify-full"
              + " without one.");

  static final Setting<String> TLS_ROOT_CERTIFICATE =
      Setting.text(
          "tls-root-certificate",
          "",
          "A file with the certificates to trust; empty trusts those of the JVM.");

  static final Setting<String> SCHEMA =
      new Setting<>(
          "schema",
          "name, 1 to 63 bytes",
          Optional.of("fencepost"),
          "The schema of the database that holds the tables.",
          DsqlKeys::schemaName);

  static final Setting<Integer> POOL_SIZE =
      Setting.integer("pool-size", 1, 1_000, 16, "How many connections are kept open.");

  static final Setting<Integer> WARM_UP =
      Setting.integer(
          "warm-up-connections",
          0,
          1_000,
          2,
          "How many connections of the pool are open before the plugin counts as open; at most"
              + " pool-size.");

  static final Setting<Integer> NEW_CONNECTIONS =
      Setting.integer(
          "new-connections-per-second",
          1,
          99,
          20,
          "How many connections this process opens in a second at most. All processes of a cluster"
              + " share its limit of 100.");

  static final Setting<Duration> CONNECTION_TIMEOUT =
      duration(
          "connection-timeout",
          250,
          300_000,
          10_000,
          "How long a call waits for a connection of the pool.");

  static final Setting<Duration> CONNECT_TIMEOUT =
      duration(
          "connect-timeout", 1_000, 300_000, 10_000, "How long opening a connection may take.");

  static final Setting<Duration> CONNECTION_MAX_LIFETIME =
      duration(
          "connection-max-lifetime",
          30_000,
          55 * 60_000,
          50 * 60_000,
          "How old a connection may get before it is replaced; each gets up to a quarter less, so"
              + " that they don't end together. The service ends them after an hour.");

  static final Setting<Duration> SOCKET_TIMEOUT =
      duration(
          "socket-timeout",
          1_000,
          600_000,
          30_000,
          "How long the network may be silent during a statement before the connection counts as"
              + " lost.");

  static final Setting<FenceChoice> FENCE =
      Setting.choice(
          "fence",
          FenceChoice.class,
          FenceChoice.CAS,
          "How writes are fenced: cas updates a stripe of the fence, key-share locks its row, auto"
              + " takes key-share if a probe at start shows that it holds.");

  static final Setting<Integer> STRIPES =
      Setting.integer(
          "stripes",
          1,
          256,
          16,
          "With cas: how many writes of one shard can be in flight at once.");

  static final Setting<Integer> TASK_QUEUE_STRIPES =
      Setting.integer(
          "task-queue-stripes",
          1,
          256,
          4,
          "With cas: how many writes of one task queue can be in flight at once.");

  static final Setting<WriteForm> WRITES =
      Setting.choice(
          "writes",
          WriteForm.class,
          WriteForm.AUTO,
          "How a write is sent: folded is one statement, sequence is a transaction of plain"
              + " statements, auto takes folded if the cluster accepts it.");

  static final Setting<Integer> RETRY_ATTEMPTS =
      Setting.integer("retry-attempts", 1, 1_000, 12, "The most attempts of a call.");

  static final Setting<Duration> RETRY_TIME =
      duration(
          "retry-time",
          1,
          600_000,
          10_000,
          "How long after its start a call may begin another attempt.");

  static final Setting<Duration> RETRY_FIRST_DELAY =
      duration(
          "retry-first-delay",
          1,
          60_000,
          10,
          "The longest wait before the second attempt; it doubles with each further one.");

  static final Setting<Duration> RETRY_LONGEST_DELAY =
      duration("retry-longest-delay", 1, 60_000, 1_000, "The longest wait before any attempt.");

  static final Setting<Duration> OUTCOME_RESOLUTION_TIME =
      duration(
          "outcome-resolution-time",
          100,
          600_000,
          15_000,
          "How long a call tries to find out whether a write whose connection was lost has"
              + " happened.");

  static final Setting<Integer> MAXIMUM_BLOB_BYTES =
      Setting.integer(
          "max-blob-bytes",
          1_024,
          1 << 20,
          1 << 20,
          "The largest blob that is stored, in bytes; a column of the service holds no more than"
              + " 1 MiB.");

  private DsqlKeys() {}

  /** All keys, in the order of the manual. */
  static List<Setting<?>> all() {
    return List.of(
        ENDPOINT,
        URL,
        USER,
        AUTHENTICATION,
        REGION,
        PASSWORD,
        PASSWORD_FILE,
        TLS,
        TLS_ROOT_CERTIFICATE,
        SCHEMA,
        POOL_SIZE,
        WARM_UP,
        NEW_CONNECTIONS,
        CONNECTION_TIMEOUT,
        CONNECT_TIMEOUT,
        CONNECTION_MAX_LIFETIME,
        SOCKET_TIMEOUT,
        FENCE,
        STRIPES,
        TASK_QUEUE_STRIPES,
        WRITES,
        RETRY_ATTEMPTS,
        RETRY_TIME,
        RETRY_FIRST_DELAY,
        RETRY_LONGEST_DELAY,
        OUTCOME_RESOLUTION_TIME,
        MAXIMUM_BLOB_BYTES);
  }

  private static <E extends Enum<E>> Setting<Optional<E>> optionalChoice(
      String key, Class<E> choices, String description) {
    Setting<E> choice = Setting.choice(key, choices, choices.getEnumConstants()[0], description);
    return new Setting<>(
        key,
        choice.type() + ", or empty",
        Optional.of(""),
        description,
        text -> text.isEmpty() ? Optional.empty() : Optional.of(choice.parser().apply(text)));
  }

  private static Setting<Duration> duration(
      String key, long minimum, long maximum, long defaultMillis, String description) {
    return Setting.duration(
        key,
        Duration.ofMillis(minimum),
        Duration.ofMillis(maximum),
        Duration.ofMillis(defaultMillis),
        description);
  }

  private static String schemaName(String text) {
    int bytes = text.getBytes(UTF_8).length;
    if (bytes < 1
        || bytes > 63
        || text.startsWith("pg_")
        || text.equals("sys")
        || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "a name of 1 to 63 bytes that is not sys and does not start with pg_");
    }
    return text;
  }
}
