// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator;

/** Who gets 40001 (OC001) after another session has changed the schema. */
public enum SchemaConflicts {
  /** A transaction that began before the change, at its next statement or COMMIT. */
  RUNNING_TRANSACTIONS,
  /** Also every other session, once, at its next statement. */
  ALL_SESSIONS
}
