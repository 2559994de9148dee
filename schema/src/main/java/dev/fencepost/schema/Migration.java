// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import java.util.List;

/**
 * The step from one version of the schema to the next, and back.
 *
 * @param version the version it makes
 * @param description what it does
 * @param checksum the SHA-256 of its statements' file, in lower-case hexadecimal
 * @param statements what to run, in order; {@code ${schema}} stands for the schema
 * @param undoStatements what to run to get back to the version before
 * @param shape what the catalog shows afterwards
 */
record Migration(
    int version,
    String description,
    String checksum,
    List<String> statements,
    List<String> undoStatements,
    SchemaShape shape) {

  Migration {
    statements = List.copyOf(statements);
    undoStatements = List.copyOf(undoStatements);
  }
}
