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
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.update;

import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.postgres.internal.sql.WriteQuery;
import dev.fencepost.postgres.internal.sql.WriteSql;
import dev.fencepost.postgres.internal.strategy.Change;
import dev.fencepost.postgres.internal.strategy.FencedTable;
import dev.fencepost.postgres.internal.strategy.LockStrategy;
import org.jooq.CommonTableExpression;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.impl.SQLDataType;

/** The SQL of shards. */
final class ShardStatements {

  private static final Field<Long> RANGE_ID = FencedTable.RANGE_ID;
  private static final Field<Long> LOCKED_RANGE_ID =
      field(name("locked", "range_id"), SQLDataType.BIGINT);

  final WriteSql create;
  final Sql read;
  final Sql announce;
  final WriteSql acquire;
  final Sql acquired;
  final WriteSql updateState;
  final Sql stateWritten;

  ShardStatements(LockStrategy strategy, SqlRenderer renderer) {
    this.create = renderer.render(create(strategy));
    this.read =
        renderer.render(
            select(SHARDS.RANGE_ID, SHARDS.OWNER, SHARD_STATES.DATA, SHARD_STATES.DATA_ENCODING)
                .from(SHARDS)
                .join(SHARD_STATES)
                .on(SHARD_STATES.SHARD_ID.eq(SHARDS.SHARD_ID))
                .where(SHARDS.SHARD_ID.eq(SHARD_ID)));
    this.announce = renderer.render(announce());
    this.acquire = renderer.render(acquire(strategy));
    this.acquired =
        renderer.render(
            select(SHARDS.RANGE_ID, SHARDS.OWNER, SHARD_STATES.DATA, SHARD_STATES.DATA_ENCODING)
                .from(SHARDS)
                .join(SHARD_STATES)
                .on(SHARD_STATES.SHARD_ID.eq(SHARDS.SHARD_ID))
                .where(SHARDS.SHARD_ID.eq(SHARD_ID))
                .and(SHARDS.ACQUIRE_REQUEST_ID.eq(REQUEST_ID)));
    this.updateState = renderer.render(updateState(strategy));
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

  /** The state hangs on the creation, which another one may have been quicker with. */
  private static WriteQuery create(LockStrategy strategy) {
    WriteBuilder write = new WriteBuilder(strategy);
    CommonTableExpression<?> existing =
        name("existing")
            .as(select(SHARDS.SHARD_ID).from(SHARDS).where(SHARDS.SHARD_ID.eq(SHARD_ID)));
    Change created =
        new Change(
            "created",
            ok ->
                insertInto(SHARDS, SHARDS.SHARD_ID, SHARDS.RANGE_ID, SHARDS.OWNER)
                    .select(select(SHARD_ID, inline(1L), inline("")).where(ok))
                    .onConflictDoNothing()
                    .returning(SHARDS.SHARD_ID));
    Change stored =
        new Change(
            "stored",
            ok ->
                insertInto(
                        SHARD_STATES,
                        SHARD_STATES.SHARD_ID,
                        SHARD_STATES.DATA,
                        SHARD_STATES.DATA_ENCODING)
                    .select(
                        select(SHARD_ID, DATA, DATA_ENCODING)
                            .where(write.isFolded() ? RowChecks.present("created") : ok))
                    .returning(SHARD_STATES.SHARD_ID));
    return write
        .lock(existing)
        .require(notExists(selectOne().from(existing)))
        .report(created)
        .change(stored)
        .query();
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

  private static WriteQuery acquire(LockStrategy strategy) {
    CommonTableExpression<?> locked =
        name("locked")
            .fields("range_id")
            .as(
                select(SHARDS.RANGE_ID)
                    .from(SHARDS)
                    .where(SHARDS.SHARD_ID.eq(SHARD_ID))
                    .forUpdate());
    Change acquired =
        new Change(
            "acquired",
            ok ->
                update(SHARDS)
                    .set(SHARDS.RANGE_ID, RANGE_ID.plus(inline(1L)))
                    .set(SHARDS.OWNER, text("owner"))
                    .set(SHARDS.ACQUIRE_REQUEST_ID, REQUEST_ID)
                    .where(SHARDS.SHARD_ID.eq(SHARD_ID))
                    .and(SHARDS.RANGE_ID.eq(RANGE_ID))
                    .and(ok)
                    .returning(SHARDS.SHARD_ID));
    return WriteBuilder.marked(strategy)
        .lock(locked)
        .require(exists(selectOne().from(locked).where(LOCKED_RANGE_ID.eq(RANGE_ID))))
        .answer(RowChecks.only(locked, LOCKED_RANGE_ID).as("range_id"))
        .change(acquired, inline(1))
        .query();
  }

  private static WriteQuery updateState(LockStrategy strategy) {
    Change written =
        new Change(
            "written",
            ok ->
                update(SHARD_STATES)
                    .set(SHARD_STATES.DATA, DATA)
                    .set(SHARD_STATES.DATA_ENCODING, DATA_ENCODING)
                    .set(SHARD_STATES.LAST_REQUEST_ID, REQUEST_ID)
                    .where(SHARD_STATES.SHARD_ID.eq(SHARD_ID))
                    .and(ok)
                    .returning(SHARD_STATES.SHARD_ID));
    return WriteBuilder.fenced(strategy, FencedTable.SHARD).change(written, inline(1)).query();
  }
}
