// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.backend;

/** What a session does to its transaction behind; every connection has them prepared. */
public enum Step {
  BEGIN("BEGIN ISOLATION LEVEL REPEATABLE READ"),
  BEGIN_READ_ONLY("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
  /** Takes the snapshot. */
  LOOK("SELECT 1"),
  COMMIT("COMMIT"),
  ROLLBACK("ROLLBACK"),
  /** Marks the beginning, to which a transaction can be undone without losing its snapshot. */
  MARK_START("SAVEPOINT simulator_start"),
  UNDO_ALL("ROLLBACK TO SAVEPOINT simulator_start"),
  MARK("SAVEPOINT simulator_statement"),
  UNDO("ROLLBACK TO SAVEPOINT simulator_statement"),
  WAIT_FOR_LOCKS("SET LOCAL lock_timeout = 0"),
  WAIT_NO_LONGER("SET LOCAL lock_timeout = " + BackendConnection.LOCK_TIMEOUT_MILLIS),
  CHECK_CONSTRAINTS("SET CONSTRAINTS ALL IMMEDIATE"),
  DEFER_CONSTRAINTS("SET CONSTRAINTS ALL DEFERRED");

  private final String sql;

  Step(String sql) {
    this.sql = sql;
  }

  String sql() {
    return sql;
  }

  String statementName() {
    return "simulator_" + name();
  }
}
