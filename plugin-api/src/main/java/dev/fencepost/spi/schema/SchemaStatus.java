// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.schema;

/** What stands in the database, compared with what the plugin was built for. */
public sealed interface SchemaStatus {

  /** The version the plugin was built for, at least 1. */
  int expected();

  /**
   * There is no schema.
   *
   * @param expected the version the plugin was built for
   */
  record Missing(int expected) implements SchemaStatus {}

  /**
   * The schema is the expected one.
   *
   * @param expected the version the plugin was built for
   */
  record Current(int expected) implements SchemaStatus {}

  /**
   * The schema is older; {@code update} brings it up to date.
   *
   * @param expected the version the plugin was built for
   * @param actual the version found
   */
  record Older(int expected, int actual) implements SchemaStatus {}

  /**
   * The schema is newer; a newer release is needed.
   *
   * @param expected the version the plugin was built for
   * @param actual the version found
   */
  record Newer(int expected, int actual) implements SchemaStatus {}

  /**
   * The schema is not what its recorded versions made: a migration's recorded checksum differs from
   * the built-in one, or a table, column or index is missing or different.
   *
   * @param expected the version the plugin was built for
   * @param actual the version found
   * @param difference what differs, one line
   */
  record Tampered(int expected, int actual, String difference) implements SchemaStatus {}
}
