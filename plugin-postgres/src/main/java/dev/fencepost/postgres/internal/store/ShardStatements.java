// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static dev.fencepost.postgres.internal.store.Parameters.DATA;
import static dev.fencepost.postgres.internal.store.Parameters.DATA_ENCODING;
import static dev.fencepost.postgres.internal.store.Parameters.REQUEST_ID;
import static dev.fencepost.postgres.internal.store.Parameters.SHARD_ID;
import static dev.fencepost.postgres.internal.store.Parameters.text;
import static dev.fencepost.schema.generated.Tables.SHARDS;
import static dev.fencepost.schema.generated.Tables.SHARD_INTENTS;
import static dev.fencepost.schema.generated.Tables.SHARD_STATES;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.with;

import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import org.jooq.CommonTableExpression;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record1;
import org.jooq.impl.SQLDataType;

/** The SQL of shards. */
final class ShardStatements {

  private static final Field<Long> RANGE_ID = FenceSql.RANGE_ID;
  private static final Field<Long> LOCKED_RANGE_ID =
      field(name("locked", "range_id"), SQLDataType.BIGINT);

  final Sql create;
  final Sql read;
  final Sql announce;
  final Sql acquire;
  final Sql acquired;
  final Sql updateState;
  final Sql stateWritten;

  ShardStatements(SqlRenderer renderer) {
    this.create = renderer.render(create());
    this.read =
        renderer.render(
            select(SHARDS.RANGE_ID, SHARDS.OWNER, SHARD_STATES.DATA, SHARD_STATES.DATA_ENCODING)
                .from(SHARDS)
                .join(SHARD_STATES)
                .on(SHARD_STATES.SHARD_ID.eq(SHARDS.SHARD_ID))
                .where(SHARDS.SHARD_ID.eq(SHARD_ID)));
    this.announce = renderer.render(announce());
    this.acquire = renderer.render(acquire());
    this.acquired =
        renderer.render(
            select(SHARDS.RANGE_ID, SHARDS.OWNER, SHARD_STATES.DATA, SHARD_STATES.DATA_ENCODING)
                .from(SHARDS)
                .join(SHARD_STATES)
                .on(SHARD_STATES.SHARD_ID.eq(SHARDS.SHARD_ID))
                .where(SHARDS.SHARD_ID.eq(SHARD_ID))
                .and(SHARDS.ACQUIRE_REQUEST_ID.eq(REQUEST_ID)));
    this.updateState = renderer.render(updateState());
    this.stateWritten =
        renderer.render(
            select(
                    field(SHARD_STATES.LAST_REQUEST_ID.eq(REQUEST_ID)).as("written"),
                    SHARDS.RANGE_ID)
                .from(SHARDS)
                .join(SHARD_STATES)
                .on(SHARD_STATES.SHARD_ID.eq(SHARDS.SHARD_ID))
                .where(SHARDS.SHARD_ID.eq(SHARD_ID)));
  }

  private static Query create() {
    CommonTableExpression<?> created =
        name("created")
            .as(
                insertInto(SHARDS, SHARDS.SHARD_ID, SHARDS.RANGE_ID, SHARDS.OWNER)
                    .values(SHARD_ID, inline(1L), inline(""))
                    .onConflictDoNothing()
                    .returning(SHARDS.SHARD_ID));
    return with(created)
        .insertInto(
            SHARD_STATES, SHARD_STATES.SHARD_ID, SHARD_STATES.DATA, SHARD_STATES.DATA_ENCODING)
        .select(
            select(field(name("created", "shard_id"), SQLDataType.INTEGER), DATA, DATA_ENCODING)
                .from(created));
  }

  /** Greatest wins; nothing is announced that the shard's own token does not lead up to. */
  private static Query announce() {
    return insertInto(SHARD_INTENTS, SHARD_INTENTS.SHARD_ID, SHARD_INTENTS.RANGE_ID)
        .select(
            select(SHARDS.SHARD_ID, SHARDS.RANGE_ID.plus(inline(1L)))
                .from(SHARDS)
                .where(SHARDS.SHARD_ID.eq(SHARD_ID))
                .and(SHARDS.RANGE_ID.eq(RANGE_ID)))
        .onConflict(SHARD_INTENTS.SHARD_ID)
        .doUpdate()
        .set(
            SHARD_INTENTS.RANGE_ID,
            greatest(SHARD_INTENTS.RANGE_ID, excluded(SHARD_INTENTS.RANGE_ID)))
        .returning(SHARD_INTENTS.RANGE_ID);
  }

  private static Query acquire() {
    CommonTableExpression<Record1<Long>> locked =
        name("locked")
            .fields("range_id")
            .as(
                select(SHARDS.RANGE_ID)
                    .from(SHARDS)
                    .where(SHARDS.SHARD_ID.eq(SHARD_ID))
                    .forUpdate());
    CommonTableExpression<Record1<Integer>> ok =
        name("ok")
            .fields("one")
            .as(select(inline(1)).from(locked).where(LOCKED_RANGE_ID.eq(RANGE_ID)));
    CommonTableExpression<?> acquired =
        name("acquired")
            .as(
                update(SHARDS)
                    .set(SHARDS.RANGE_ID, RANGE_ID.plus(inline(1L)))
                    .set(SHARDS.OWNER, text("owner"))
                    .set(SHARDS.ACQUIRE_REQUEST_ID, REQUEST_ID)
                    .where(SHARDS.SHARD_ID.eq(SHARD_ID))
                    .and(SHARDS.RANGE_ID.eq(RANGE_ID))
                    .and(exists(selectOne().from(ok)))
                    .returning(SHARDS.SHARD_ID));
    return with(locked)
        .with(ok)
        .with(acquired)
        .select(LOCKED_RANGE_ID, RowChecks.checked(RowChecks.written(acquired).eq(inline(1))))
        .from(locked);
  }

  private static Query updateState() {
    FenceSql fence = FenceSql.ofShard();
    CommonTableExpression<?> ok = name("ok").as(select(inline(1).as("one")).where(fence.holds()));
    CommonTableExpression<?> written =
        name("written")
            .as(
                update(SHARD_STATES)
                    .set(SHARD_STATES.DATA, DATA)
                    .set(SHARD_STATES.DATA_ENCODING, DATA_ENCODING)
                    .set(SHARD_STATES.LAST_REQUEST_ID, REQUEST_ID)
                    .where(SHARD_STATES.SHARD_ID.eq(SHARD_ID))
                    .and(RowChecks.ok())
                    .returning(SHARD_STATES.SHARD_ID));
    return with(fence.intent())
        .with(fence.fence())
        .with(ok)
        .with(written)
        .select(
            fence.actual(),
            fence.announced(),
            RowChecks.checked(RowChecks.written(written).eq(inline(1))));
  }
}
