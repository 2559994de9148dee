// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.sql;

import java.util.List;
import java.util.Optional;

/**
 * One statement of a client, as the session executes it.
 *
 * <p>A parameter keeps its number in every text a statement is rewritten to; a rewritten text need
 * not use all of them.
 */
public sealed interface Statement {

  /** The client's text, without the semicolon that ends it and without white space around. */
  String text();

  /** No statement: an empty text, or only comments. */
  record Empty(String text) implements Statement {}

  /** Begins or ends a transaction. */
  record Control(String text, ControlAction action) implements Statement {}

  /** What a {@link Control} does. */
  enum ControlAction {
    BEGIN("BEGIN"),
    BEGIN_READ_ONLY("BEGIN"),
    START_TRANSACTION("START TRANSACTION"),
    START_TRANSACTION_READ_ONLY("START TRANSACTION"),
    COMMIT("COMMIT"),
    ROLLBACK("ROLLBACK");

    private final String tag;

    ControlAction(String tag) {
      this.tag = tag;
    }

    /** The command tag of its answer. */
    public String tag() {
      return tag;
    }
  }

  /**
   * A change of the schema, of roles or of privileges.
   *
   * @param steps what the PostgreSQL behind executes, in one transaction
   * @param rows a query after the steps whose rows are the answer (a job's id)
   * @param tag the command tag of the answer, if it is not that of the last step
   */
  record Definition(String text, List<String> steps, Optional<String> rows, Optional<String> tag)
      implements Statement {
    public Definition {
      steps = List.copyOf(steps);
    }
  }

  /**
   * A statement that neither writes nor locks, or that could not be read.
   *
   * @param behind what the PostgreSQL behind executes for it; mostly the text itself
   */
  record Query(String text, String behind) implements Statement {}

  /**
   * A query with FOR UPDATE or FOR KEY SHARE somewhere in it, and without a change of data.
   *
   * @param reporting the query without its locking clauses, where each row that would be locked is
   *     handed to {@code simulator.locked}: see {@link LockReport}
   */
  record LockingQuery(String text, String reporting) implements Statement {}

  /** INSERT, UPDATE or DELETE, or a query with such a part. */
  non-sealed interface Write extends Statement {

    /**
     * The statement as the PostgreSQL behind executes it: parts that lock report their rows as in
     * {@link LockingQuery#reporting()}; the text itself when nothing in it locks.
     */
    String reporting();

    /**
     * The verb of the command tag: {@code INSERT}, {@code UPDATE}, {@code DELETE}, or {@code
     * SELECT} when the writes stand in a WITH clause only.
     */
    String verb();

    /** Whether the statement answers rows. */
    boolean returnsRows();

    /**
     * A query that writes and locks nothing and answers, from the same snapshot, as many rows as
     * the statement would count, and its RETURNING rows if it has some. Empty if there is no such
     * query.
     */
    Optional<String> asSelect();
  }

  /** CALL: executed outside of a transaction block, so that a procedure may wait. */
  record Call(String text) implements Statement {}

  /**
   * SET, RESET or SHOW of something that is allowed.
   *
   * @param behind what the PostgreSQL behind executes for it
   * @param tag the command tag of the answer, if it is not that of {@code behind}
   */
  record Setting(String text, String behind, Optional<String> tag) implements Statement {}

  /** Whatever else is accepted (EXPLAIN, ANALYZE): executed as it is. */
  record Utility(String text) implements Statement {}

  /**
   * A statement the service refuses. In an aborted transaction 25P02 comes first.
   *
   * @param sqlState the SQLSTATE
   * @param message the primary message
   * @param detail the detail, if the service sends one
   * @param hint the hint, if the service sends one
   */
  record Refused(
      String text, String sqlState, String message, Optional<String> detail, Optional<String> hint)
      implements Statement {}
}
