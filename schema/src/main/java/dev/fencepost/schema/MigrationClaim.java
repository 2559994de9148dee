// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to change a schema where there are no locks: version 0 of the log of migrations, with
 * its owner in place of the checksum, what the owner does as the description, and as its time when
 * it runs out. Every step is a compare-and-set on that row. An owner that was killed leaves it
 * behind, and who comes next knows what was interrupted.
 */
final class MigrationClaim {

  private static final Logger LOG = LoggerFactory.getLogger(MigrationClaim.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final Connection connection;
  private final String table;
  private final String owner = UUID.randomUUID().toString();
  private final SchemaChange change;
  private final Duration lifetime;
  private Optional<SchemaChange> interrupted = Optional.empty();
  private long renewed = System.nanoTime();

  private MigrationClaim(
      Connection connection, String schemaName, SchemaChange change, Duration lifetime) {
    this.connection = connection;
    this.table = table(schemaName);
    this.change = change;
    this.lifetime = lifetime;
  }

  private static String table(String schemaName) {
    return SchemaDialect.quoted(schemaName) + ".schema_migrations";
  }

  /** What is known of a change that has not come to its end. */
  record Open(SchemaChange change, boolean live) {}

  /** Reads whether somebody changes the schema, or was interrupted. */
  static Optional<Open> read(Connection connection, String schemaName) throws SQLException {
    if (!new MigrationLog(schemaName).exists(connection)) {
      return Optional.empty();
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT description, applied_at > CURRENT_TIMESTAMP FROM "
                    + table(schemaName)
                    + " WHERE version = 0")) {
      return rows.next()
          ? Optional.of(new Open(change(rows.getString(1)), rows.getBoolean(2)))
          : Optional.empty();
    }
  }

  /** Waits until nobody else has the claim, and takes it. */
  static MigrationClaim take(
      Connection connection, String schemaName, SchemaChange change, Duration lifetime)
      throws SQLException {
    MigrationClaim claim = new MigrationClaim(connection, schemaName, change, lifetime);
    long nextLine = System.nanoTime() + BETWEEN_LINES.toNanos();
    while (!ConflictLoop.make(() -> claim.tryTake(schemaName))) {
      if (System.nanoTime() - nextLine > 0) {
        LOG.info("waiting for another process that changes schema {}", schemaName);
        nextLine = System.nanoTime() + BETWEEN_LINES.toNanos();
      }
      ConflictLoop.sleep(POLL);
    }
    return claim;
  }

  private boolean tryTake(String schemaName) throws SQLException {
    if (!ConflictLoop.run(() -> new MigrationLog(schemaName).exists(connection))) {
      ConflictLoop.make(this::createTable);
    }
    Optional<Open> found = ConflictLoop.run(() -> read(connection, schemaName));
    if (found.isEmpty()) {
      return update(
              "INSERT INTO "
                  + table
                  + " (applied_at, description, checksum, version)"
                  + " VALUES (CURRENT_TIMESTAMP + ? * interval '1 millisecond', ?, ?, 0)"
                  + " ON CONFLICT (version) DO NOTHING")
          == 1;
    }
    if (found.get().live()) {
      return false;
    }
    boolean taken =
        update(
                "UPDATE "
                    + table
                    + " SET applied_at = CURRENT_TIMESTAMP + ? * interval '1 millisecond',"
                    + " description = ?, checksum = ?"
                    + " WHERE version = 0 AND applied_at <= CURRENT_TIMESTAMP")
            == 1;
    if (taken) {
      interrupted = Optional.of(found.get().change());
      LOG.info(
          "going on after an interrupted {} of schema {}", text(interrupted.get()), schemaName);
    }
    return taken;
  }

  private Void createTable() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS "
              + table
              + " (version integer NOT NULL, description text NOT NULL, checksum text NOT NULL,"
              + " applied_at timestamp with time zone NOT NULL,"
              + " CONSTRAINT schema_migrations_pkey PRIMARY KEY (version))");
    }
    return null;
  }

  private int update(String sql) throws SQLException {
    return ConflictLoop.run(
        () -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, lifetime.toMillis());
            statement.setString(2, text(change));
            statement.setString(3, owner);
            renewed = System.nanoTime();
            return statement.executeUpdate();
          }
        });
  }

  /** What the owner before did not end. */
  Optional<SchemaChange> interrupted() {
    return interrupted;
  }

  /** Makes the claim last longer if it has been a while. */
  void keep() throws SQLException {
    if (System.nanoTime() - renewed < lifetime.toNanos() / 4) {
      return;
    }
    ConflictLoop.run(
        () -> {
          renew();
          return renewed;
        });
  }

  /**
   * Makes the claim last longer. In a transaction with other statements it makes these happen only
   * if the claim is still held.
   */
  void renew() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE "
                + table
                + " SET applied_at = CURRENT_TIMESTAMP + ? * interval '1 millisecond'"
                + " WHERE version = 0 AND checksum = ?")) {
      statement.setLong(1, lifetime.toMillis());
      statement.setString(2, owner);
      if (statement.executeUpdate() != 1) {
        throw new SQLException(
            "another process has taken over the change of the schema, because this one was silent"
                + " for longer than "
                + lifetime.toSeconds()
                + " s: run the command again");
      }
      renewed = System.nanoTime();
    }
  }

  /** Gives the claim up: all is done, or nothing was. */
  void release() throws SQLException {
    ConflictLoop.run(
        () -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "DELETE FROM " + table + " WHERE version = 0 AND checksum = ?")) {
            statement.setString(1, owner);
            return statement.executeUpdate();
          }
        });
  }

  /** Lets the claim run out now; what it says was not ended. */
  void abandon(SchemaChange unfinished) throws SQLException {
    ConflictLoop.run(
        () -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "UPDATE "
                      + table
                      + " SET applied_at = CURRENT_TIMESTAMP, description = ?"
                      + " WHERE version = 0 AND checksum = ?")) {
            statement.setString(1, text(unfinished));
            statement.setString(2, owner);
            return statement.executeUpdate();
          }
        });
  }

  private static String text(SchemaChange change) {
    return change.name().toLowerCase(Locale.ROOT);
  }

  private static SchemaChange change(String text) {
    return SchemaChange.valueOf(text.toUpperCase(Locale.ROOT));
  }
}
