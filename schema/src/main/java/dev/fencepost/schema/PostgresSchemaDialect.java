// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import dev.fencepost.spi.schema.AppliedMigration;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * PostgreSQL: a migration is one transaction under an advisory lock, so that it happens once and as
 * a whole.
 */
public final class PostgresSchemaDialect extends SchemaDialect {

  private static final String COLUMNS =
      """
      SELECT 'column ' || c.relname || '.' || a.attname || ': ' || format_type(a.atttypid, a.atttypmod)
             || CASE WHEN l.collname IS NULL OR l.collname = 'default' THEN ''
                     ELSE ' collate ' || l.collname END
             || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
       WHERE n.nspname = ? AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
      """;

  private static final String INDEXES =
      """
      SELECT 'index ' || t.relname || '.' || c.relname || ': '
             || CASE WHEN i.indisunique THEN 'unique ' ELSE '' END
             || CASE WHEN i.indisvalid THEN '' ELSE 'invalid ' END
             || substring(pg_get_indexdef(i.indexrelid) from ' USING (.*)$')
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
       WHERE n.nspname = ?
      """;

  @Override
  String folder() {
    return "postgres";
  }

  @Override
  Set<String> madeBeforehand() {
    return Set.of();
  }

  @Override
  void createSchema(Connection connection, String schemaName) throws SQLException {
    alone(
        connection,
        schemaName,
        SchemaChange.SETUP,
        session -> {
          if (!exists(connection, schemaName)) {
            session.execute("CREATE SCHEMA " + quoted(schemaName));
          }
          return schemaName;
        });
  }

  @Override
  <T> T alone(Connection connection, String schemaName, SchemaChange change, Step<T> step)
      throws SQLException {
    return locked(connection, schemaName, step);
  }

  @Override
  <T> T look(Connection connection, String schemaName, Look<T> look) throws SQLException {
    return locked(connection, schemaName, look::at);
  }

  private static <T> T locked(Connection connection, String schemaName, Step<T> step)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      lock(connection, schemaName);
      T result = step.run(new Locked(connection, new MigrationLog(schemaName)));
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException | Error failed) {
      connection.rollback();
      throw failed;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static void lock(Connection connection, String schemaName) throws SQLException {
    try (Statement limits = connection.createStatement()) {
      limits.execute("SET LOCAL lock_timeout = 0");
      limits.execute("SET LOCAL statement_timeout = 0");
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT pg_advisory_xact_lock(hashtextextended('fencepost schema ' || ?, 0))")) {
      statement.setString(1, schemaName);
      statement.execute();
    }
  }

  @Override
  List<String> shape(Connection connection, String schemaName) throws SQLException {
    List<String> lines = new ArrayList<>(lines(connection, COLUMNS, schemaName));
    lines.addAll(lines(connection, INDEXES, schemaName));
    return lines;
  }

  /** One transaction under the lock. */
  private record Locked(Connection connection, MigrationLog log) implements SchemaSession {

    @Override
    public <T> T read(Reading<T> reading) throws SQLException {
      return reading.from(connection);
    }

    @Override
    public Optional<SchemaChange> interrupted() {
      return Optional.empty();
    }

    @Override
    public void execute(String text) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(text);
      }
    }

    @Override
    public AppliedMigration add(Migration migration) throws SQLException {
      return log.add(connection, migration);
    }
  }
}
