// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static dev.fencepost.postgres.internal.store.Parameters.DATA;
import static dev.fencepost.postgres.internal.store.Parameters.DATA_ENCODING;
import static dev.fencepost.postgres.internal.store.Parameters.LIMIT;
import static dev.fencepost.postgres.internal.store.Parameters.REQUEST_ID;
import static dev.fencepost.postgres.internal.store.Parameters.bigint;
import static dev.fencepost.postgres.internal.store.Parameters.text;
import static dev.fencepost.postgres.internal.store.Parameters.time;
import static dev.fencepost.postgres.internal.store.Parameters.uuid;
import static dev.fencepost.schema.generated.Tables.CLUSTER_MEMBERS;
import static dev.fencepost.schema.generated.Tables.CLUSTER_METADATA;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
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
import dev.fencepost.postgres.internal.strategy.LockStrategy;
import java.time.OffsetDateTime;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/**
 * The SQL of cluster metadata and membership. Times are the database's, and each statement's own.
 */
final class ClusterStatements {

  private static final Field<OffsetDateTime> NOW =
      field("statement_timestamp()", SQLDataType.TIMESTAMPWITHTIMEZONE);
  private static final Field<String> CLUSTER_NAME = text("cluster_name");

  final WriteSql save;
  final Sql readMetadata;
  final Sql listMetadata;
  final Sql deleteMetadata;
  final Sql metadataMark;
  final Sql heartbeat;
  final Sql listMembers;
  final Sql leave;
  final WriteSql prune;

  ClusterStatements(LockStrategy strategy, SqlRenderer renderer) {
    this.save = renderer.render(save(strategy));
    this.readMetadata =
        renderer.render(
            select(
                    CLUSTER_METADATA.RECORD_VERSION,
                    CLUSTER_METADATA.DATA,
                    CLUSTER_METADATA.DATA_ENCODING)
                .from(CLUSTER_METADATA)
                .where(CLUSTER_METADATA.CLUSTER_NAME.eq(CLUSTER_NAME)));
    this.listMetadata =
        renderer.render(
            select(
                    CLUSTER_METADATA.CLUSTER_NAME,
                    CLUSTER_METADATA.RECORD_VERSION,
                    CLUSTER_METADATA.DATA,
                    CLUSTER_METADATA.DATA_ENCODING)
                .from(CLUSTER_METADATA)
                .where(CLUSTER_METADATA.CLUSTER_NAME.gt(CLUSTER_NAME))
                .orderBy(CLUSTER_METADATA.CLUSTER_NAME)
                .limit(LIMIT));
    this.deleteMetadata =
        renderer.render(
            deleteFrom(CLUSTER_METADATA).where(CLUSTER_METADATA.CLUSTER_NAME.eq(CLUSTER_NAME)));
    this.metadataMark =
        renderer.render(
            select(CLUSTER_METADATA.RECORD_VERSION, CLUSTER_METADATA.LAST_REQUEST_ID)
                .from(CLUSTER_METADATA)
                .where(CLUSTER_METADATA.CLUSTER_NAME.eq(CLUSTER_NAME)));
    this.heartbeat = renderer.render(heartbeat());
    this.listMembers = renderer.render(listMembers());
    this.leave =
        renderer.render(
            deleteFrom(CLUSTER_MEMBERS).where(CLUSTER_MEMBERS.HOST_ID.eq(uuid("host_id"))));
    this.prune = renderer.render(prune(strategy));
  }

  private static WriteQuery save(LockStrategy strategy) {
    Field<Long> expected = bigint("expected_version");
    Field<Long> lockedVersion = field(name("locked", "record_version"), SQLDataType.BIGINT);
    CommonTableExpression<?> locked =
        name("locked")
            .as(
                select(CLUSTER_METADATA.RECORD_VERSION)
                    .from(CLUSTER_METADATA)
                    .where(CLUSTER_METADATA.CLUSTER_NAME.eq(CLUSTER_NAME))
                    .forUpdate());
    Change created =
        new Change(
            "created",
            ok ->
                insertInto(
                        CLUSTER_METADATA,
                        CLUSTER_METADATA.CLUSTER_NAME,
                        CLUSTER_METADATA.RECORD_VERSION,
                        CLUSTER_METADATA.DATA,
                        CLUSTER_METADATA.DATA_ENCODING,
                        CLUSTER_METADATA.LAST_REQUEST_ID)
                    .select(
                        select(CLUSTER_NAME, inline(1L), DATA, DATA_ENCODING, REQUEST_ID)
                            .where(ok)
                            .and(expected.eq(inline(0L))))
                    .returning(CLUSTER_METADATA.RECORD_VERSION));
    Change changed =
        new Change(
            "changed",
            ok ->
                update(CLUSTER_METADATA)
                    .set(CLUSTER_METADATA.RECORD_VERSION, expected.plus(inline(1L)))
                    .set(CLUSTER_METADATA.DATA, DATA)
                    .set(CLUSTER_METADATA.DATA_ENCODING, DATA_ENCODING)
                    .set(CLUSTER_METADATA.LAST_REQUEST_ID, REQUEST_ID)
                    .where(CLUSTER_METADATA.CLUSTER_NAME.eq(CLUSTER_NAME))
                    .and(expected.gt(inline(0L)))
                    .and(ok)
                    .returning(CLUSTER_METADATA.RECORD_VERSION));
    Condition isNew = expected.eq(inline(0L)).and(notExists(selectOne().from(locked)));
    return WriteBuilder.marked(strategy)
        .lock(locked)
        .require(isNew.or(exists(selectOne().from(locked).where(lockedVersion.eq(expected)))))
        .answer(RowChecks.only(locked, lockedVersion).as("actual_version"))
        .report(created)
        .report(changed)
        .query();
  }

  /** The expiry is computed with the statement's time, not the client's. */
  private static Query heartbeat() {
    Field<OffsetDateTime> expiry =
        field(
            "statement_timestamp() + {0} * interval '1 microsecond'",
            SQLDataType.TIMESTAMPWITHTIMEZONE, bigint("time_to_live_micros"));
    return insertInto(
            CLUSTER_MEMBERS,
            CLUSTER_MEMBERS.HOST_ID,
            CLUSTER_MEMBERS.ROLE,
            CLUSTER_MEMBERS.RPC_ADDRESS,
            CLUSTER_MEMBERS.SESSION_START,
            CLUSTER_MEMBERS.LAST_HEARTBEAT,
            CLUSTER_MEMBERS.EXPIRY)
        .values(uuid("host_id"), text("role"), text("rpc_address"), NOW, NOW, expiry)
        .onConflict(CLUSTER_MEMBERS.HOST_ID)
        .doUpdate()
        .set(CLUSTER_MEMBERS.ROLE, text("role"))
        .set(CLUSTER_MEMBERS.RPC_ADDRESS, text("rpc_address"))
        .set(CLUSTER_MEMBERS.LAST_HEARTBEAT, NOW)
        .set(CLUSTER_MEMBERS.EXPIRY, expiry)
        .returning(
            CLUSTER_MEMBERS.SESSION_START, CLUSTER_MEMBERS.LAST_HEARTBEAT, CLUSTER_MEMBERS.EXPIRY);
  }

  /** An absent part of the filter is bound as a value that every row matches. */
  private static Query listMembers() {
    Condition hostId =
        CLUSTER_MEMBERS
            .HOST_ID
            .ge(uuid("first_host_id"))
            .and(CLUSTER_MEMBERS.HOST_ID.le(uuid("last_host_id")));
    return select(
            CLUSTER_MEMBERS.HOST_ID,
            CLUSTER_MEMBERS.ROLE,
            CLUSTER_MEMBERS.RPC_ADDRESS,
            CLUSTER_MEMBERS.SESSION_START,
            CLUSTER_MEMBERS.LAST_HEARTBEAT,
            CLUSTER_MEMBERS.EXPIRY)
        .from(CLUSTER_MEMBERS)
        .where(CLUSTER_MEMBERS.HOST_ID.gt(uuid("after_host_id")))
        .and(hostId)
        .and(CLUSTER_MEMBERS.EXPIRY.gt(NOW))
        .and(CLUSTER_MEMBERS.ROLE.eq(text("role")).or(text("role").eq(inline(""))))
        .and(
            CLUSTER_MEMBERS
                .RPC_ADDRESS
                .eq(text("rpc_address"))
                .or(text("rpc_address").eq(inline(""))))
        .and(
            condition(
                "{0} > statement_timestamp() - {1} * interval '1 microsecond'",
                CLUSTER_MEMBERS.LAST_HEARTBEAT, bigint("within_micros")))
        .and(CLUSTER_MEMBERS.SESSION_START.ge(time("session_started_from")))
        .orderBy(CLUSTER_MEMBERS.HOST_ID)
        .limit(LIMIT);
  }

  private static WriteQuery prune(LockStrategy strategy) {
    Table<?> expired =
        select(CLUSTER_MEMBERS.as("member").HOST_ID)
            .from(CLUSTER_MEMBERS.as("member"))
            .where(CLUSTER_MEMBERS.as("member").EXPIRY.le(NOW))
            .orderBy(CLUSTER_MEMBERS.as("member").HOST_ID)
            .limit(LIMIT)
            .asTable("expired");
    Change deleted =
        new Change(
            "deleted",
            ok ->
                deleteFrom(CLUSTER_MEMBERS)
                    .using(expired)
                    .where(
                        CLUSTER_MEMBERS.HOST_ID.eq(
                            field(name("expired", "host_id"), SQLDataType.UUID)))
                    .and(CLUSTER_MEMBERS.EXPIRY.le(NOW))
                    .and(ok)
                    .returning(CLUSTER_MEMBERS.HOST_ID));
    return new WriteBuilder(strategy).report(deleted).query();
  }
}
