// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.trueCondition;

import java.util.ArrayList;
import java.util.List;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.impl.DSL;

/**
 * Composes a statement whose only condition is the fence: its parts hang on {@link RowChecks#ok()}.
 */
final class FencedSql {

  private final List<CommonTableExpression<?>> parts = new ArrayList<>();
  private final List<SelectFieldOrAsterisk> answers = new ArrayList<>();
  private Condition counts = trueCondition();

  FencedSql(FenceSql fence) {
    parts.add(fence.intent());
    parts.add(fence.fence());
    parts.add(name("ok").as(select(inline(1).as("one")).where(fence.holds())));
    answers.add(fence.actual());
    answers.add(fence.announced());
  }

  /** Adds a part that may write any number of rows. */
  FencedSql with(CommonTableExpression<?> part) {
    parts.add(part);
    return this;
  }

  /** Adds a part that must write so many rows. */
  FencedSql with(CommonTableExpression<?> part, Field<Integer> rows) {
    parts.add(part);
    counts = counts.and(RowChecks.written(part).eq(rows));
    return this;
  }

  /** Adds a column to the answer. */
  FencedSql answer(Field<?> field) {
    answers.add(field);
    return this;
  }

  Query statement() {
    answers.add(RowChecks.checked(counts));
    return DSL.with(parts).select(answers);
  }
}
