// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.strategy;

import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.selectOne;

import java.util.function.Function;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.ResultQuery;
import org.jooq.impl.DSL;

/**
 * A change of one table that a write makes if all its conditions hold.
 *
 * @param name its name in the write
 * @param statement inserts, updates or deletes the rows if the given condition holds, and returns
 *     them
 */
public record Change(String name, Function<Condition, ResultQuery<?>> statement) {

  /** As a part of one statement, in which the part {@code ok} has a row if all conditions hold. */
  public CommonTableExpression<?> folded() {
    return DSL.name(name).as(statement.apply(exists(selectOne().from(DSL.name("ok")))));
  }

  /** As a statement that is only sent if all conditions hold. */
  public ResultQuery<?> alone() {
    return statement.apply(noCondition());
  }
}
