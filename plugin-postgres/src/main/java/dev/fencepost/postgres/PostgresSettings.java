// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fencepost.spi.config.Configuration;
import dev.fencepost.spi.config.InvalidConfiguration;
import dev.fencepost.spi.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the plugin, read and checked. Immutable.
 *
 * @param url where the database is, a JDBC URL
 * @param user the role to connect as
 * @param password its password, perhaps empty
 * @param schema the schema that holds the tables
 * @param poolSize how many connections are kept
 * @param connectionTimeout how long a call waits for a connection of the pool
 * @param connectTimeout how long opening a connection may take
 * @param connectionMaxLifetime how old a connection may get
 * @param socketTimeout how long the database may be silent during a statement
 * @param statementTimeout how long the server works on a statement
 * @param lockTimeout how long a statement waits for a lock
 * @param idleInTransactionTimeout how long a transaction may do nothing
 * @param clientCheckInterval how often the server looks whether the client of a long statement
 *     lives
 * @param takeOverGrace how long a take-over waits before it ends what blocks it
 * @param retryAttempts the most attempts of a call
 * @param retryTime how long a call goes on starting attempts
 * @param retryFirstDelay the longest wait before the second attempt
 * @param retryLongestDelay the longest wait before any attempt
 * @param outcomeResolutionTime how long the outcome of a lost write is looked for
 * @param maximumBlobBytes the largest blob that is stored
 */
public record PostgresSettings(
    String url,
    String user,
    String password,
    String schema,
    int poolSize,
    Duration connectionTimeout,
    Duration connectTimeout,
    Duration connectionMaxLifetime,
    Duration socketTimeout,
    Duration statementTimeout,
    Duration lockTimeout,
    Duration idleInTransactionTimeout,
    Duration clientCheckInterval,
    Duration takeOverGrace,
    int retryAttempts,
    Duration retryTime,
    Duration retryFirstDelay,
    Duration retryLongestDelay,
    Duration outcomeResolutionTime,
    int maximumBlobBytes) {

  /** Key {@code url}. */
  public static final Setting<String> URL =
      Setting.requiredText(
          "url",
          "Where the database is, as a JDBC URL such as"
              + " jdbc:postgresql://localhost:5432/fencepost.");

  /** Key {@code user}. */
  public static final Setting<String> USER =
      Setting.requiredText("user", "The role to connect as.");

  /** Key {@code password}. */
  public static final Setting<String> PASSWORD =
      Setting.text("password", "", "The role's password; empty if the server asks for none.");

  /** Key {@code password-file}. */
  public static final Setting<String> PASSWORD_FILE =
      Setting.text(
          "password-file",
          "",
          "A file whose first line is the password; it is used instead of the password.");

  /** Key {@code schema}. */
  public static final Setting<String> SCHEMA =
      new Setting<>(
          "schema",
          "name, 1 to 63 bytes",
          Optional.of("fencepost"),
          "The schema of the database that holds the tables.",
          PostgresSettings::schemaName);

  /** Key {@code pool-size}. */
  public static final Setting<Integer> POOL_SIZE =
      Setting.integer("pool-size", 1, 1_000, 16, "How many connections are kept open.");

  /** Key {@code connection-timeout}. */
  public static final Setting<Duration> CONNECTION_TIMEOUT =
      duration(
          "connection-timeout",
          250,
          300_000,
          10_000,
          "How long a call waits for a connection of the pool.");

  /** Key {@code connect-timeout}. */
  public static final Setting<Duration> CONNECT_TIMEOUT =
      duration("connect-timeout", 1_000, 300_000, 5_000, "How long opening a connection may take.");

  /** Key {@code connection-max-lifetime}. */
  public static final Setting<Duration> CONNECTION_MAX_LIFETIME =
      duration(
          "connection-max-lifetime",
          30_000,
          86_400_000,
          1_800_000,
          "How old a connection may get before it is replaced.");

  /** Key {@code socket-timeout}. */
  public static final Setting<Duration> SOCKET_TIMEOUT =
      duration(
          "socket-timeout",
          1_000,
          600_000,
          30_000,
          "How long the network may be silent during a statement before the connection counts as"
              + " lost; longer than statement-timeout.");

  /** Key {@code statement-timeout}. */
  public static final Setting<Duration> STATEMENT_TIMEOUT =
      duration(
          "statement-timeout",
          100,
          600_000,
          20_000,
          "How long the server works on a statement before it gives up.");

  /** Key {@code lock-timeout}. */
  public static final Setting<Duration> LOCK_TIMEOUT =
      duration(
          "lock-timeout",
          10,
          600_000,
          10_000,
          "How long a statement waits for a lock; longer than take-over-grace.");

  /** Key {@code idle-in-transaction-timeout}. */
  public static final Setting<Duration> IDLE_IN_TRANSACTION_TIMEOUT =
      duration(
          "idle-in-transaction-timeout",
          100,
          600_000,
          10_000,
          "How long an open transaction may do nothing before the server ends it.");

  /** Key {@code client-check-interval}. */
  public static final Setting<Duration> CLIENT_CHECK_INTERVAL =
      duration(
          "client-check-interval",
          100,
          600_000,
          2_000,
          "How often the server looks whether the client of a long statement still lives.");

  /** Key {@code take-over-grace}. */
  public static final Setting<Duration> TAKE_OVER_GRACE =
      duration(
          "take-over-grace",
          10,
          60_000,
          1_000,
          "How long a take-over waits for the former owner before it ends the server processes that"
              + " block it.");

  /** Key {@code retry-attempts}. */
  public static final Setting<Integer> RETRY_ATTEMPTS =
      Setting.integer("retry-attempts", 1, 1_000, 12, "The most attempts of a call.");

  /** Key {@code retry-time}. */
  public static final Setting<Duration> RETRY_TIME =
      duration(
          "retry-time",
          1,
          600_000,
          10_000,
          "How long after its start a call may begin another attempt.");

  /** Key {@code retry-first-delay}. */
  public static final Setting<Duration> RETRY_FIRST_DELAY =
      duration(
          "retry-first-delay",
          1,
          60_000,
          10,
          "The longest wait before the second attempt; it doubles with each further one.");

  /** Key {@code retry-longest-delay}. */
  public static final Setting<Duration> RETRY_LONGEST_DELAY =
      duration("retry-longest-delay", 1, 60_000, 1_000, "The longest wait before any attempt.");

  /** Key {@code outcome-resolution-time}. */
  public static final Setting<Duration> OUTCOME_RESOLUTION_TIME =
      duration(
          "outcome-resolution-time",
          100,
          600_000,
          15_000,
          "How long a call tries to find out whether a write whose connection was lost has"
              + " happened.");

  /** Key {@code max-blob-bytes}. */
  public static final Setting<Integer> MAXIMUM_BLOB_BYTES =
      Setting.integer(
          "max-blob-bytes",
          1_024,
          256 << 20,
          8 << 20,
          "The largest blob that is stored, in bytes.");

  /** All settings, in the order of the manual. */
  public static List<Setting<?>> all() {
    return List.of(
        URL,
        USER,
        PASSWORD,
        PASSWORD_FILE,
        SCHEMA,
        POOL_SIZE,
        CONNECTION_TIMEOUT,
        CONNECT_TIMEOUT,
        CONNECTION_MAX_LIFETIME,
        SOCKET_TIMEOUT,
        STATEMENT_TIMEOUT,
        LOCK_TIMEOUT,
        IDLE_IN_TRANSACTION_TIMEOUT,
        CLIENT_CHECK_INTERVAL,
        TAKE_OVER_GRACE,
        RETRY_ATTEMPTS,
        RETRY_TIME,
        RETRY_FIRST_DELAY,
        RETRY_LONGEST_DELAY,
        OUTCOME_RESOLUTION_TIME,
        MAXIMUM_BLOB_BYTES);
  }

  /**
   * Reads the settings.
   *
   * @param configuration the section of the plugin
   * @throws InvalidConfiguration if a key is missing, unknown, mistyped or out of range
   */
  public static PostgresSettings read(Configuration configuration) {
    configuration.requireKnown(all());
    return new PostgresSettings(
        configuration.value(URL),
        configuration.value(USER),
        password(configuration),
        configuration.value(SCHEMA),
        configuration.value(POOL_SIZE),
        configuration.value(CONNECTION_TIMEOUT),
        configuration.value(CONNECT_TIMEOUT),
        configuration.value(CONNECTION_MAX_LIFETIME),
        configuration.value(SOCKET_TIMEOUT),
        configuration.value(STATEMENT_TIMEOUT),
        configuration.value(LOCK_TIMEOUT),
        configuration.value(IDLE_IN_TRANSACTION_TIMEOUT),
        configuration.value(CLIENT_CHECK_INTERVAL),
        configuration.value(TAKE_OVER_GRACE),
        configuration.value(RETRY_ATTEMPTS),
        configuration.value(RETRY_TIME),
        configuration.value(RETRY_FIRST_DELAY),
        configuration.value(RETRY_LONGEST_DELAY),
        configuration.value(OUTCOME_RESOLUTION_TIME),
        configuration.value(MAXIMUM_BLOB_BYTES));
  }

  /** Where the database is, without the parameters of the URL, which may be secret. */
  public String database() {
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }

  /** Names the database without the password. */
  @Override
  public String toString() {
    return "PostgresSettings[" + database() + ", user " + user + ", schema " + schema + "]";
  }

  private static String password(Configuration configuration) {
    String file = configuration.value(PASSWORD_FILE);
    if (file.isEmpty()) {
      return configuration.value(PASSWORD);
    }
    try {
      return Files.readString(Path.of(file), UTF_8).lines().findFirst().orElse("");
    } catch (IOException unreadable) {
      throw new InvalidConfiguration("can't read the password file " + file, unreadable);
    }
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
    if (bytes < 1 || bytes > 63 || text.startsWith("pg_") || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a name of 1 to 63 bytes that does not start with pg_");
    }
    return text;
  }
}
