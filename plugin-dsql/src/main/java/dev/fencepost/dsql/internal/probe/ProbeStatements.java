// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.probe;

import static dev.fencepost.schema.generated.Tables.SHARD_FENCES;
import static dev.fencepost.schema.generated.Tables.VOID_ATTEMPTS;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.with;

import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.impl.SQLDataType;

/** The SQL of probes, about the fence of a shard that does not exist. */
final class ProbeStatements {

  private static final Param<Integer> SHARD_ID = param("shard_id", SQLDataType.INTEGER);
  private static final Param<Long> RANGE_ID = param("range_id", SQLDataType.BIGINT);
  private static final Param<UUID> ATTEMPT_ID = param("attempt_id", SQLDataType.UUID);
  private static final Condition IS_FENCE =
      SHARD_FENCES.SHARD_ID.eq(SHARD_ID).and(SHARD_FENCES.STRIPE.eq(inline(0)));

  final Sql insert;
  final Sql delete;
  final Sql share;
  final Sql folded;

  ProbeStatements(String schemaName) {
    SqlRenderer renderer = new SqlRenderer(schemaName);
    this.insert =
        renderer.render(
            insertInto(
                    SHARD_FENCES,
                    SHARD_FENCES.SHARD_ID,
                    SHARD_FENCES.STRIPE,
                    SHARD_FENCES.RANGE_ID,
                    SHARD_FENCES.COUNTER)
                .values(SHARD_ID, inline(0), RANGE_ID, inline(0L)));
    this.delete = renderer.render(deleteFrom(SHARD_FENCES).where(IS_FENCE));
    this.share =
        renderer.render(
            select(SHARD_FENCES.RANGE_ID).from(SHARD_FENCES).where(IS_FENCE).forKeyShare());
    this.folded = renderer.render(folded());
  }

  /**
   * Writes, locks and inserts in one statement, as a folded write does; finds no row to do it to.
   */
  private static Query folded() {
    CommonTableExpression<?> fence =
        name("fence")
            .as(
                update(SHARD_FENCES)
                    .set(SHARD_FENCES.COUNTER, SHARD_FENCES.COUNTER.plus(inline(1L)))
                    .where(IS_FENCE)
                    .returning(SHARD_FENCES.RANGE_ID));
    CommonTableExpression<?> locked =
        name("locked")
            .as(
                select(VOID_ATTEMPTS.ATTEMPT_ID)
                    .from(VOID_ATTEMPTS)
                    .where(VOID_ATTEMPTS.ATTEMPT_ID.eq(ATTEMPT_ID))
                    .and(exists(selectOne().from(fence)))
                    .forUpdate());
    CommonTableExpression<?> inserted =
        name("inserted")
            .as(
                insertInto(VOID_ATTEMPTS, VOID_ATTEMPTS.ATTEMPT_ID, VOID_ATTEMPTS.VOIDED_AT)
                    .select(
                        select(ATTEMPT_ID, currentOffsetDateTime())
                            .where(exists(selectOne().from(locked))))
                    .returning(VOID_ATTEMPTS.ATTEMPT_ID));
    return with(fence).with(locked).with(inserted).select(selectCount().from(inserted).asField());
  }
}
