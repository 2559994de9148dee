// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.strategy;

import static dev.fencepost.postgres.internal.strategy.FencedTable.RANGE_ID;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.fencepost.postgres.internal.sql.SqlRenderer;
import java.util.List;
import java.util.Optional;
import org.jooq.CommonTableExpression;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.SelectConditionStep;

/**
 * The strategy of PostgreSQL under READ COMMITTED: a fenced write locks the token's row FOR SHARE
 * to the end of its transaction, and reads what it says then, after any wait.
 */
public final class ShareLocks implements LockStrategy {

  @Override
  public WriteForm form() {
    return WriteForm.FOLDED;
  }

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
                    .and(notExists(selectOne().from(intent)))
                    .forShare());
    CommonTableExpression<?> alone =
        name("fence")
            .as(
                select(table.token())
                    .from(table.tokens())
                    .where(table.isTokenRow())
                    .and(table.token().eq(RANGE_ID))
                    .and(notExists(selectOne().from(table.intents()).where(table.stopsWriter())))
                    .forShare());
    return new FenceSql(List.of(), intent, fence, alone, FenceSql.met());
  }

  @Override
  public <R extends Record> Select<R> kept(SelectConditionStep<R> rows) {
    return rows.forShare();
  }

  @Override
  public <R extends Record> Select<R> looked(SelectConditionStep<R> rows) {
    return rows.forShare();
  }

  @Override
  public boolean announcesDeletions() {
    return false;
  }

  @Override
  public Optional<Change> mark() {
    return Optional.empty();
  }

  @Override
  public FenceRows fenceRows(SqlRenderer renderer) {
    return FenceRows.NONE;
  }
}
