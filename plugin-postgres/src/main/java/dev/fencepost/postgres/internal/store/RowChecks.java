// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;

import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.impl.SQLDataType;

/**
 * Parts of statements that look at what other parts have done. The comparison of all conditions is
 * called {@code ok}: it has a row if they hold.
 */
final class RowChecks {

  private RowChecks() {}

  /** Whether all conditions hold. */
  static Condition ok() {
    return exists(selectOne().from(name("ok")));
  }

  /** How many rows a part has written. */
  static Field<Integer> written(CommonTableExpression<?> part) {
    return field(selectCount().from(part));
  }

  /**
   * The column {@code checked}, which divides by zero, and so undoes the statement, when all
   * conditions hold but the counts are not as they must be.
   */
  static Field<Integer> checked(Condition counts) {
    return inline(1).div(when(not(ok()).or(counts), inline(1)).otherwise(inline(0))).as("checked");
  }

  /** A column of a part that has at most one row. */
  static <T> Field<T> only(CommonTableExpression<?> part, Field<T> column) {
    Select<org.jooq.Record1<T>> row = select(column).from(part);
    return field(row);
  }

  /** Whether a part has a row. */
  static Condition present(String part) {
    return exists(selectOne().from(name(part)));
  }

  static Field<Long> bigint(String table, String column) {
    return field(name(table, column), SQLDataType.BIGINT);
  }
}
