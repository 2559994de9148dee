// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.sql;

import java.util.List;
import java.util.Set;

/** The rendered statements of a write. */
public sealed interface WriteSql {

  /**
   * One statement that does everything or nothing.
   *
   * @param statement the statement
   */
  record Folded(Sql statement) implements WriteSql {}

  /**
   * Two round trips of one transaction.
   *
   * @param conditions what locks and compares; its last statement answers with one row
   * @param preparations how many statements of it come before that one
   * @param changes what changes rows if the conditions hold
   * @param names the names of the changes, in their order
   * @param counted the names of the changes that must have the number of rows which the answer of
   *     the conditions expects
   */
  record Sequence(
      Sql conditions, int preparations, Sql changes, List<String> names, Set<String> counted)
      implements WriteSql {}

  /** The statements, in their order. */
  default List<Sql> statements() {
    return switch (this) {
      case Folded folded -> List.of(folded.statement());
      case Sequence sequence -> List.of(sequence.conditions(), sequence.changes());
    };
  }
}
