// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What differs between databases when a schema is installed: which statements make it, how several
 * starters are kept apart, and how much one transaction may do.
 */
public abstract class SchemaDialect {

  SchemaDialect() {}

  /** The folder of the statements, beside this class. */
  abstract String folder();

  /** The name as it stands in statements. */
  abstract String quoted(String schemaName);

  /** Makes sure the schema itself exists. Several callers at once are fine. */
  abstract void createSchema(Connection connection, String schemaName) throws SQLException;

  /**
   * Runs a step of a migration so that no other starter runs one meanwhile, and so that either all
   * of it has happened afterwards or running it again makes up for what has not.
   */
  abstract <T> T alone(Connection connection, String schemaName, Step<T> step) throws SQLException;

  /** The shape of what stands in the schema, as lines. */
  abstract List<String> shape(Connection connection, String schemaName) throws SQLException;

  /** Part of a migration. */
  @FunctionalInterface
  interface Step<T> {
    T run(Connection connection) throws SQLException;
  }
}
