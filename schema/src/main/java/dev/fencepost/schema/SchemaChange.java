// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

/** What somebody does to a schema that takes more than one transaction where DDL stands alone. */
enum SchemaChange {
  /** Installs it. */
  SETUP,
  /** Brings it to a newer version. */
  UPDATE,
  /** Removes it. */
  DROP
}
