// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A schema while nobody changes it, or as it was at one moment. */
interface SchemaView {

  /** Reads from it. */
  <T> T read(Reading<T> reading) throws SQLException;

  /** What somebody began and did not end; never anything where a change happens as a whole. */
  Optional<SchemaChange> interrupted();

  /** Queries, and nothing that changes anything. */
  @FunctionalInterface
  interface Reading<T> {
    T from(Connection connection) throws SQLException;
  }
}
