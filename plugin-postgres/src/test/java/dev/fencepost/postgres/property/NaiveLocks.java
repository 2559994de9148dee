// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.property;

import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.postgres.internal.strategy.Change;
import dev.fencepost.postgres.internal.strategy.FenceRows;
import dev.fencepost.postgres.internal.strategy.FenceSql;
import dev.fencepost.postgres.internal.strategy.FencedTable;
import dev.fencepost.postgres.internal.strategy.LockStrategy;
import dev.fencepost.postgres.internal.strategy.ShareLocks;
import dev.fencepost.postgres.internal.strategy.WriteForm;
import java.util.List;
import java.util.Optional;
import org.jooq.CommonTableExpression;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.SelectConditionStep;

/**
 * What a fence must not be: the token is read plainly. It refuses a stale owner in every test with
 * one thread. It is here to show that the property of the real fences can fail.
 */
record NaiveLocks(WriteForm form) implements LockStrategy {

  @Override
  public FenceSql fence(FencedTable table) {
    CommonTableExpression<Record1<Long>> intent = table.intent();
    CommonTableExpression<Record1<Long>> fence =
        name("fence")
            .fields("range_id")
            .as(
                select(table.token())
                    .from(table.tokens())
                    .where(table.isTokenRow())
                    .and(notExists(selectOne().from(intent))));
    CommonTableExpression<?> alone =
        name("fence")
            .as(
                select(table.token())
                    .from(table.tokens())
                    .where(table.isTokenRow())
                    .and(table.token().eq(FencedTable.RANGE_ID))
                    .and(notExists(selectOne().from(table.intents()).where(table.stopsWriter()))));
    return new FenceSql(List.of(), intent, fence, alone, FenceSql.met());
  }

  @Override
  public <R extends Record> Select<R> kept(SelectConditionStep<R> rows) {
    return rows.forUpdate();
  }

  @Override
  public <R extends Record> Select<R> looked(SelectConditionStep<R> rows) {
    return rows;
  }

  @Override
  public Optional<Change> mark() {
    return Optional.empty();
  }

  @Override
  public boolean announcesDeletions() {
    return new ShareLocks().announcesDeletions();
  }

  @Override
  public FenceRows fenceRows(SqlRenderer renderer) {
    return FenceRows.NONE;
  }
}
