// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static dev.fencepost.postgres.internal.store.Parameters.DATA;
import static dev.fencepost.postgres.internal.store.Parameters.DATA_ENCODING;
import static dev.fencepost.postgres.internal.store.Parameters.LIMIT;
import static dev.fencepost.postgres.internal.store.Parameters.NAME;
import static dev.fencepost.postgres.internal.store.Parameters.NAMESPACE_ID;
import static dev.fencepost.postgres.internal.store.Parameters.REQUEST_ID;
import static dev.fencepost.postgres.internal.store.Parameters.bigint;
import static dev.fencepost.schema.generated.Tables.NAMESPACES;
import static dev.fencepost.schema.generated.Tables.NAMESPACE_METADATA;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.update;

import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.postgres.internal.sql.WriteQuery;
import dev.fencepost.postgres.internal.sql.WriteSql;
import dev.fencepost.postgres.internal.strategy.Change;
import dev.fencepost.postgres.internal.strategy.LockStrategy;
import java.util.Map;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SelectJoinStep;
import org.jooq.impl.SQLDataType;

/**
 * The SQL of namespaces. Every change locks the one row of the metadata first, whose notification
 * version is the token of the whole table.
 */
final class NamespaceStatements {

  private static final Condition IS_METADATA = NAMESPACE_METADATA.METADATA_ID.eq(inline(1));
  private static final Field<Long> METADATA_VERSION =
      field(name("metadata", "notification_version"), SQLDataType.BIGINT);
  private static final Field<Long> EXPECTED_VERSION = bigint("expected_notification_version");

  final Sql notificationVersion;
  final WriteSql create;
  final Sql read;
  final Sql readByName;
  final WriteSql update;
  final WriteSql rename;
  final Sql delete;
  final Sql deleteByName;
  final Sql list;
  final Sql mark;

  NamespaceStatements(LockStrategy strategy, SqlRenderer renderer) {
    this.notificationVersion =
        renderer.render(
            select(NAMESPACE_METADATA.NOTIFICATION_VERSION)
                .from(NAMESPACE_METADATA)
                .where(IS_METADATA));
    this.create = renderer.render(create(strategy));
    this.read = renderer.render(read().where(NAMESPACES.NAMESPACE_ID.eq(NAMESPACE_ID)));
    this.readByName = renderer.render(read().where(NAMESPACES.NAME.eq(NAME)));
    this.update =
        renderer.render(
            change(
                strategy, Map.of(NAMESPACES.DATA, DATA, NAMESPACES.DATA_ENCODING, DATA_ENCODING)));
    this.rename = renderer.render(change(strategy, Map.of(NAMESPACES.NAME, NAME)));
    this.delete =
        renderer.render(deleteFrom(NAMESPACES).where(NAMESPACES.NAMESPACE_ID.eq(NAMESPACE_ID)));
    this.deleteByName = renderer.render(deleteFrom(NAMESPACES).where(NAMESPACES.NAME.eq(NAME)));
    this.list =
        renderer.render(
            read()
                .where(NAMESPACES.NAMESPACE_ID.gt(NAMESPACE_ID))
                .orderBy(NAMESPACES.NAMESPACE_ID)
                .limit(LIMIT));
    this.mark = renderer.render(mark());
  }

  private static SelectJoinStep<?> read() {
    return select(
            NAMESPACES.NAMESPACE_ID,
            NAMESPACES.NAME,
            NAMESPACES.NOTIFICATION_VERSION,
            NAMESPACES.DATA,
            NAMESPACES.DATA_ENCODING)
        .from(NAMESPACES);
  }

  /** A write that locks the metadata. */
  private static WriteBuilder locking(LockStrategy strategy) {
    return WriteBuilder.marked(strategy)
        .lock(
            name("metadata")
                .as(
                    select(NAMESPACE_METADATA.NOTIFICATION_VERSION)
                        .from(NAMESPACE_METADATA)
                        .where(IS_METADATA)
                        .forUpdate()));
  }

  /** The version after the locked one. */
  private static Field<Long> newVersion(WriteBuilder write) {
    return write.isFolded()
        ? field(select(METADATA_VERSION.plus(inline(1L))).from(name("metadata")))
        : field(
            select(NAMESPACE_METADATA.NOTIFICATION_VERSION.plus(inline(1L)))
                .from(NAMESPACE_METADATA)
                .where(IS_METADATA));
  }

  /** Comes last, since the changes before it read the version it changes. */
  private static Change advanced(WriteBuilder write) {
    return new Change(
        "advanced",
        ok ->
            update(NAMESPACE_METADATA)
                .set(
                    NAMESPACE_METADATA.NOTIFICATION_VERSION,
                    write.isFolded()
                        ? newVersion(write)
                        : NAMESPACE_METADATA.NOTIFICATION_VERSION.plus(inline(1L)))
                .where(IS_METADATA)
                .and(ok)
                .returning(NAMESPACE_METADATA.NOTIFICATION_VERSION));
  }

  private static WriteQuery create(LockStrategy strategy) {
    WriteBuilder write = locking(strategy);
    Change created =
        new Change(
            "created",
            ok ->
                insertInto(
                        NAMESPACES,
                        NAMESPACES.NAMESPACE_ID,
                        NAMESPACES.NAME,
                        NAMESPACES.NOTIFICATION_VERSION,
                        NAMESPACES.DATA,
                        NAMESPACES.DATA_ENCODING,
                        NAMESPACES.CREATE_REQUEST_ID,
                        NAMESPACES.LAST_REQUEST_ID)
                    .select(
                        select(
                                NAMESPACE_ID,
                                NAME,
                                newVersion(write),
                                DATA,
                                DATA_ENCODING,
                                REQUEST_ID,
                                REQUEST_ID)
                            .where(ok))
                    .returning(NAMESPACES.NOTIFICATION_VERSION));
    return write
        .require(RowChecks.present("metadata"))
        .answer(
            field(select(METADATA_VERSION.plus(inline(1L))).from(name("metadata")))
                .as("notification_version"))
        .change(created, inline(1))
        .change(advanced(write), inline(1))
        .query();
  }

  /** Answers with what was there before. */
  private static WriteQuery change(LockStrategy strategy, Map<Field<?>, Field<?>> values) {
    WriteBuilder write = locking(strategy);
    Condition versionHolds =
        exists(selectOne().from(name("metadata")).where(METADATA_VERSION.eq(EXPECTED_VERSION)));
    CommonTableExpression<?> present =
        name("present")
            .as(
                select(NAMESPACES.NAME, NAMESPACES.DATA, NAMESPACES.DATA_ENCODING)
                    .from(NAMESPACES)
                    .where(NAMESPACES.NAMESPACE_ID.eq(NAMESPACE_ID))
                    .and(versionHolds)
                    .forUpdate());
    Change changed =
        new Change(
            "changed",
            ok ->
                update(NAMESPACES)
                    .set(values)
                    .set(NAMESPACES.NOTIFICATION_VERSION, newVersion(write))
                    .set(NAMESPACES.LAST_REQUEST_ID, REQUEST_ID)
                    .where(NAMESPACES.NAMESPACE_ID.eq(NAMESPACE_ID))
                    .and(ok)
                    .returning(NAMESPACES.NOTIFICATION_VERSION));
    return write
        .lock(present)
        .require(exists(selectOne().from(present)))
        .answer(
            field(select(METADATA_VERSION).from(name("metadata")))
                .as("actual_notification_version"))
        .answer(
            RowChecks.only(present, field(name("present", "name"), SQLDataType.CLOB)).as("name"))
        .answer(
            RowChecks.only(present, field(name("present", "data"), SQLDataType.BLOB)).as("data"))
        .answer(
            RowChecks.only(present, field(name("present", "data_encoding"), SQLDataType.CLOB))
                .as("data_encoding"))
        .change(changed, inline(1))
        .change(advanced(write), inline(1))
        .query();
  }

  private static Query mark() {
    return select(
            NAMESPACE_METADATA.NOTIFICATION_VERSION.as("table_notification_version"),
            NAMESPACES.NAMESPACE_ID,
            NAMESPACES.NAME,
            NAMESPACES.NOTIFICATION_VERSION,
            NAMESPACES.DATA,
            NAMESPACES.DATA_ENCODING,
            NAMESPACES.CREATE_REQUEST_ID,
            NAMESPACES.LAST_REQUEST_ID)
        .from(NAMESPACE_METADATA)
        .leftJoin(NAMESPACES)
        .on(NAMESPACES.NAMESPACE_ID.eq(NAMESPACE_ID))
        .where(IS_METADATA);
  }
}
