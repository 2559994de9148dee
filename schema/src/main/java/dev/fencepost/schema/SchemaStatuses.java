// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.schema;

import dev.fencepost.spi.error.SchemaMismatch;
import dev.fencepost.spi.schema.SchemaStatus;

/** What follows from the state a schema is in. */
public final class SchemaStatuses {

  private SchemaStatuses() {}

  /**
   * Accepts the expected schema only.
   *
   * @throws SchemaMismatch if it is another; the message says which command mends it
   */
  public static void requireCurrent(SchemaStatus status) {
    if (!(status instanceof SchemaStatus.Current)) {
      throw mismatch(status);
    }
  }

  static void requireUpdatable(SchemaStatus status, int target) {
    switch (status) {
      case SchemaStatus.Current current -> {
        if (current.expected() > target) {
          throw new SchemaMismatch(
              "the schema is newer than the version asked for: there is no way back but the"
                  + " documented one",
              status);
        }
      }
      case SchemaStatus.Older older -> {
        if (older.actual() > target) {
          throw new SchemaMismatch(
              "the schema is newer than the version asked for: there is no way back but the"
                  + " documented one",
              status);
        }
      }
      case SchemaStatus.Missing missing -> throw mismatch(missing);
      case SchemaStatus.Newer newer -> throw mismatch(newer);
      case SchemaStatus.Tampered tampered -> throw mismatch(tampered);
    }
  }

  static SchemaMismatch mismatch(SchemaStatus status) {
    return new SchemaMismatch(advice(status), status);
  }

  private static String advice(SchemaStatus status) {
    return switch (status) {
      case SchemaStatus.Missing missing ->
          "the database has no schema: run 'fencepost schema setup'";
      case SchemaStatus.Current current -> "the schema is the expected one";
      case SchemaStatus.Older older ->
          "the schema has version "
              + older.actual()
              + ", this release needs "
              + older.expected()
              + ": run 'fencepost schema update'";
      case SchemaStatus.Newer newer ->
          "the schema has version "
              + newer.actual()
              + ", this release knows only "
              + newer.expected()
              + ": use a newer release";
      case SchemaStatus.Tampered tampered ->
          "the schema is not what its versions made ("
              + tampered.difference()
              + "): undo that change or restore a backup";
    };
  }
}
