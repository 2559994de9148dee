// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.trueCondition;

import dev.fencepost.postgres.internal.sql.WriteQuery;
import dev.fencepost.postgres.internal.strategy.Change;
import dev.fencepost.postgres.internal.strategy.FenceSql;
import dev.fencepost.postgres.internal.strategy.FencedTable;
import dev.fencepost.postgres.internal.strategy.LockStrategy;
import dev.fencepost.postgres.internal.strategy.WriteForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.impl.DSL;

/**
 * Composes a write, in whichever form the strategy sends it: what it locks, what must hold, what it
 * changes if everything holds, and what it answers.
 *
 * <p>Locks are parts of one statement, in the order they are added. That all conditions hold is the
 * part {@code ok}. In the folded form every change is a further part that hangs on it; as a
 * sequence the changes are statements of their own, which are sent only if it has a row.
 */
final class WriteBuilder {

  private final LockStrategy strategy;
  private final List<Query> preparations = new ArrayList<>();
  private final List<CommonTableExpression<?>> locks = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<CommonTableExpression<?>> folded = new ArrayList<>();
  private final Map<String, Field<Integer>> expected = new LinkedHashMap<>();
  private final List<SelectFieldOrAsterisk> answers = new ArrayList<>();
  private final Set<Change> reported = new LinkedHashSet<>();
  private Condition holds = noCondition();
  private Condition counts = trueCondition();

  /** A write without a fence. */
  WriteBuilder(LockStrategy strategy) {
    this.strategy = strategy;
  }

  /** A write under the fence of a shard or a task queue. */
  static WriteBuilder fenced(LockStrategy strategy, FencedTable table) {
    FenceSql fence = strategy.fence(table);
    WriteBuilder builder = new WriteBuilder(strategy);
    builder.preparations.addAll(fence.preparations());
    builder.locks.addAll(fence.parts());
    builder.answers.addAll(fence.answers());
    return builder.require(fence.holds());
  }

  /** A write without a fence of which a lost attempt can be ended. */
  static WriteBuilder marked(LockStrategy strategy) {
    WriteBuilder builder = new WriteBuilder(strategy);
    strategy.mark().ifPresent(mark -> builder.change(mark, inline(1)));
    return builder;
  }

  /** The strategy of the write. */
  LockStrategy strategy() {
    return strategy;
  }

  /** Whether changes are parts of the statement that has the locks, so that they can see these. */
  boolean isFolded() {
    return strategy.form() == WriteForm.FOLDED;
  }

  /** Whether everything holds that has been required so far. */
  Condition holds() {
    return holds;
  }

  /** Adds a part that locks or reads rows. */
  WriteBuilder lock(CommonTableExpression<?> part) {
    locks.add(part);
    return this;
  }

  /** Adds a statement that is sent before the one with the locks; only a sequence has such. */
  WriteBuilder prepare(Query statement) {
    preparations.add(statement);
    return this;
  }

  /** Adds a condition of all changes. */
  WriteBuilder require(Condition condition) {
    holds = holds.and(condition);
    return this;
  }

  /** Adds a column to the answer, of what was locked. */
  WriteBuilder answer(SelectFieldOrAsterisk column) {
    answers.add(column);
    return this;
  }

  /** Adds a change of any number of rows. */
  WriteBuilder change(Change change) {
    changes.add(change);
    folded.add(change.folded());
    return this;
  }

  /** Adds a change that must have so many rows. */
  WriteBuilder change(Change change, Field<Integer> rows) {
    change(change);
    expected.put(change.name(), rows);
    counts = counts.and(RowChecks.written(folded.getLast()).eq(rows));
    return this;
  }

  /** Adds a change of any number of rows, which the answer tells. */
  WriteBuilder report(Change change) {
    reported.add(change);
    return change(change);
  }

  WriteQuery query() {
    return isFolded() ? inOneStatement() : inTwoSteps();
  }

  private WriteQuery inOneStatement() {
    List<CommonTableExpression<?>> parts = new ArrayList<>(locks);
    if (!changes.isEmpty()) {
      parts.add(ok());
    }
    parts.addAll(folded);
    List<SelectFieldOrAsterisk> columns = new ArrayList<>(answers);
    for (int index = 0; index < changes.size(); index++) {
      if (reported.contains(changes.get(index))) {
        columns.add(RowChecks.written(folded.get(index)).as(changes.get(index).name()));
      }
    }
    if (!expected.isEmpty()) {
      columns.add(RowChecks.checked(counts));
    }
    return new WriteQuery.Folded(DSL.with(parts).select(columns));
  }

  private WriteQuery inTwoSteps() {
    List<CommonTableExpression<?>> parts = new ArrayList<>(locks);
    parts.add(ok());
    List<SelectFieldOrAsterisk> columns = new ArrayList<>(answers);
    columns.add(field(RowChecks.ok()).as("holds"));
    expected.forEach((name, rows) -> columns.add(rows.as("expected_" + name)));
    Map<String, Query> statements = new LinkedHashMap<>();
    changes.forEach(change -> statements.put(change.name(), change.alone()));
    return new WriteQuery.Sequence(
        preparations, DSL.with(parts).select(columns), statements, expected.keySet());
  }

  private CommonTableExpression<?> ok() {
    return name("ok").as(select(inline(1).as("one")).where(holds));
  }
}
