// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.session;

import dev.fencepost.dsql.simulator.internal.wire.ErrorFields;

/** A statement has failed; its transaction, if it has one, is aborted. */
final class SqlFailure extends Exception {

  private final transient ErrorFields fields;

  SqlFailure(ErrorFields fields) {
    super(fields.toString(), null, false, false);
    this.fields = fields;
  }

  SqlFailure(String sqlState, String message) {
    this(ErrorFields.error(sqlState, message));
  }

  static SqlFailure conflict() {
    return new SqlFailure("40001", "change conflicts with another transaction (OC000)");
  }

  static SqlFailure schemaConflict() {
    return new SqlFailure("40001", "schema has been updated by another transaction (OC001)");
  }

  static SqlFailure aborted() {
    return new SqlFailure(
        "25P02", "current transaction is aborted, commands ignored until end of transaction block");
  }

  ErrorFields fields() {
    return fields;
  }
}
