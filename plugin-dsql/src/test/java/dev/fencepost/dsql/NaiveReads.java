// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

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
import dev.fencepost.postgres.internal.strategy.WriteForm;
import java.util.List;
import java.util.Optional;
import org.jooq.CommonTableExpression;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.SelectConditionStep;

/**
 * What a fence must not be: the token is read plainly, everything else is as it should be. It is
 * here to show that the property of the real fences can fail.
 */
record NaiveReads(LockStrategy sound) implements LockStrategy {

  @Override
  public WriteForm form() {
    return sound.form();
  }

  @Override
  public FenceSql fence(FencedTable table) {
    CommonTableExpression<Record1<Long>> fence =
        name("fence")
            .fields("range_id")
            .as(
                select(table.token())
                    .from(table.tokens())
                    .where(table.isTokenRow())
                    .and(notExists(selectOne().from(table.intents()).where(table.stopsWriter()))));
    CommonTableExpression<?> alone =
        name("fence")
            .fields("range_id")
            .as(
                select(table.token())
                    .from(table.tokens())
                    .where(table.isTokenRow())
                    .and(table.token().eq(FencedTable.RANGE_ID))
                    .and(notExists(selectOne().from(table.intents()).where(table.stopsWriter()))));
    return new FenceSql(List.of(), table.intent(), fence, alone, FenceSql.met());
  }

  @Override
  public <R extends Record> Select<R> kept(SelectConditionStep<R> rows) {
    return sound.kept(rows);
  }

  @Override
  public <R extends Record> Select<R> looked(SelectConditionStep<R> rows) {
    return sound.looked(rows);
  }

  @Override
  public Optional<Change> mark() {
    return sound.mark();
  }

  @Override
  public boolean announcesDeletions() {
    return sound.announcesDeletions();
  }

  @Override
  public FenceRows fenceRows(SqlRenderer renderer) {
    return sound.fenceRows(renderer);
  }
}
