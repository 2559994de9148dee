// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.fence;

import static dev.fencepost.dsql.internal.fence.FenceParameters.ATTEMPT_ID;
import static dev.fencepost.dsql.internal.fence.FenceParameters.STRIPE;
import static dev.fencepost.postgres.internal.strategy.FencedTable.RANGE_ID;
import static dev.fencepost.schema.generated.Tables.VOID_ATTEMPTS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.nullif;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.update;

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
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.SelectConditionStep;
import org.jooq.UpdateConditionStep;

/**
 * The strategy of snapshot isolation with conflicts found at COMMIT. A fenced write has a fence row
 * in its conflict footprint, which every take-over deletes and inserts: whichever commits later
 * fails, and its next run sees what the other has done.
 */
public final class OptimisticLocks implements LockStrategy {

  private final FenceKind kind;
  private final WriteForm form;
  private final StripeCounts stripes;

  /** A strategy. */
  public OptimisticLocks(FenceKind kind, WriteForm form, StripeCounts stripes) {
    this.kind = kind;
    this.form = form;
    this.stripes = stripes;
  }

  @Override
  public WriteForm form() {
    return form;
  }

  @Override
  public FenceSql fence(FencedTable table) {
    FenceTable fences = FenceTable.of(table);
    Condition mayWrite =
        notExists(selectOne().from(table.intents()).where(table.stopsWriter())).and(isNotVoid());
    return switch (kind) {
      case CAS -> updated(table, fences, mayWrite);
      case KEY_SHARE -> shared(table, fences, mayWrite);
    };
  }

  /**
   * The token that is there is read from the row of the token. That it is a plain read does no
   * harm: nothing was written, and a transaction has one snapshot.
   */
  private FenceSql updated(FencedTable table, FenceTable fences, Condition mayWrite) {
    Condition isStripe =
        fences
            .isOwner()
            .and(fences.stripe().eq(STRIPE))
            .and(fences.rangeId().eq(RANGE_ID))
            .and(mayWrite);
    UpdateConditionStep<?> written =
        update(fences.table())
            .set(fences.counter(), fences.counter().plus(inline(1L)))
            .where(isStripe);
    Field<Long> actual =
        coalesce(
            FenceSql.met(),
            field(
                select(nullif(table.token(), RANGE_ID))
                    .from(table.tokens())
                    .where(table.isTokenRow())));
    boolean folded = form == WriteForm.FOLDED;
    CommonTableExpression<Record1<Long>> fence =
        folded
            ? name("fence").fields("range_id").as(written.returningResult(fences.rangeId()))
            : name("fence")
                .fields("range_id")
                .as(select(fences.rangeId()).from(fences.table()).where(isStripe));
    List<Query> before = folded ? List.of() : List.of(written);
    return new FenceSql(before, table.intent(), fence, fence, actual);
  }

  private static FenceSql shared(FencedTable table, FenceTable fences, Condition mayWrite) {
    Condition isFirst = fences.isOwner().and(fences.stripe().eq(inline(0))).and(mayWrite);
    CommonTableExpression<Record1<Long>> fence =
        name("fence")
            .fields("range_id")
            .as(select(fences.rangeId()).from(fences.table()).where(isFirst).forKeyShare());
    CommonTableExpression<?> alone =
        name("fence")
            .fields("range_id")
            .as(
                select(fences.rangeId())
                    .from(fences.table())
                    .where(isFirst)
                    .and(fences.rangeId().eq(RANGE_ID))
                    .forKeyShare());
    return new FenceSql(List.of(), table.intent(), fence, alone, FenceSql.met());
  }

  @Override
  public <R extends Record> Select<R> kept(SelectConditionStep<R> rows) {
    return rows.forUpdate();
  }

  /** Two transactions that insert one key conflict, so that looking is enough. */
  @Override
  public <R extends Record> Select<R> looked(SelectConditionStep<R> rows) {
    return rows;
  }

  @Override
  public boolean announcesDeletions() {
    return true;
  }

  /** Its own id, which can be inserted once: by the attempt, or by who ends it. */
  @Override
  public Optional<Change> mark() {
    return Optional.of(
        new Change(
            "attempt",
            ok ->
                insertInto(VOID_ATTEMPTS, VOID_ATTEMPTS.ATTEMPT_ID, VOID_ATTEMPTS.VOIDED_AT)
                    .select(select(ATTEMPT_ID, currentOffsetDateTime()).where(ok))
                    .returning(VOID_ATTEMPTS.ATTEMPT_ID)));
  }

  @Override
  public FenceRows fenceRows(SqlRenderer renderer) {
    return new StripeRows(renderer, stripes);
  }

  private static Condition isNotVoid() {
    return notExists(
        selectOne().from(VOID_ATTEMPTS).where(VOID_ATTEMPTS.ATTEMPT_ID.eq(ATTEMPT_ID)));
  }
}
