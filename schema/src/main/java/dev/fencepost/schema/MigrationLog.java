// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import dev.fencepost.spi.schema.AppliedMigration;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** The table in which a database remembers the migrations it has seen. */
final class MigrationLog {

  private final String schemaName;
  private final String table;

  MigrationLog(String schemaName) {
    this.schemaName = schemaName;
    this.table = SchemaDialect.quoted(schemaName) + ".schema_migrations";
  }

  /** What was run, oldest first; nothing if the table does not exist. */
  List<AppliedMigration> read(Connection connection) throws SQLException {
    List<AppliedMigration> applied = new ArrayList<>();
    if (!exists(connection)) {
      return applied;
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT version, description, checksum, applied_at FROM "
                    + table
                    + " WHERE version > 0 ORDER BY version")) {
      while (rows.next()) {
        applied.add(
            new AppliedMigration(
                rows.getInt("version"),
                rows.getString("description"),
                rows.getString("checksum"),
                rows.getObject("applied_at", OffsetDateTime.class).toInstant()));
      }
    }
    return applied;
  }

  AppliedMigration add(Connection connection, Migration migration) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO "
                + table
                + " (version, description, checksum, applied_at)"
                + " VALUES (?, ?, ?, CURRENT_TIMESTAMP) RETURNING applied_at")) {
      statement.setInt(1, migration.version());
      statement.setString(2, migration.description());
      statement.setString(3, migration.checksum());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new AppliedMigration(
            migration.version(),
            migration.description(),
            migration.checksum(),
            row.getObject(1, OffsetDateTime.class).toInstant());
      }
    }
  }

  /**
   * Whether the table exists. Asked of the catalog's rows: a session's cache may not know yet what
   * another starter has made while this one waited.
   */
  boolean exists(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT FROM pg_catalog.pg_class c"
                + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = ? AND c.relname = 'schema_migrations'")) {
      statement.setString(1, schemaName);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }
}
