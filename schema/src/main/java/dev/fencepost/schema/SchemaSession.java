// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import dev.fencepost.spi.schema.AppliedMigration;
import java.sql.SQLException;

/** A schema while only this starter may change it. */
interface SchemaSession extends SchemaView {

  /** Runs a statement of a migration and waits for all that follows from it. */
  void execute(String statement) throws SQLException;

  /** Remembers that a migration is complete. */
  AppliedMigration add(Migration migration) throws SQLException;
}
