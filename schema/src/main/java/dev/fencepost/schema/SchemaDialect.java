// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What differs between databases when a schema is installed: which statements make it, how several
 * starters are kept apart, and how much one transaction may do.
 */
public abstract class SchemaDialect {

  SchemaDialect() {}

  /** The folder of the statements, beside this class. */
  abstract String folder();

  /** The name as it stands in statements. */
  static String quoted(String schemaName) {
    return '"' + schemaName.replace("\"", "\"\"") + '"';
  }

  /** Tables that may stand before anything says that a change has begun. */
  abstract Set<String> madeBeforehand();

  /** Makes sure the schema itself exists. Several callers at once are fine. */
  abstract void createSchema(Connection connection, String schemaName) throws SQLException;

  /**
   * Runs a step of a change so that no other starter runs one meanwhile, and so that either all of
   * it has happened afterwards or running it again makes up for what has not.
   */
  abstract <T> T alone(Connection connection, String schemaName, SchemaChange change, Step<T> step)
      throws SQLException;

  /** Looks at a schema between two changes, never in the middle of one that is going on. */
  abstract <T> T look(Connection connection, String schemaName, Look<T> look) throws SQLException;

  /** The shape of what stands in the schema, as lines. */
  abstract List<String> shape(Connection connection, String schemaName) throws SQLException;

  /** The rows a query returns for a schema, as lines. */
  static List<String> lines(Connection connection, String query, String schemaName)
      throws SQLException {
    List<String> lines = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, schemaName);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          lines.add(rows.getString(1));
        }
      }
    }
    return lines;
  }

  static boolean exists(Connection connection, String schemaName) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT FROM pg_catalog.pg_namespace WHERE nspname = ?")) {
      statement.setString(1, schemaName);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** Part of a change. */
  @FunctionalInterface
  interface Step<T> {
    T run(SchemaSession session) throws SQLException;
  }

  /** Part of a look. */
  @FunctionalInterface
  interface Look<T> {
    T at(SchemaView view) throws SQLException;
  }
}
