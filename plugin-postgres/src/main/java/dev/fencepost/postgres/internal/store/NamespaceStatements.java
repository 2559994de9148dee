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
import static org.jooq.impl.DSL.with;

import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
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
  final Sql create;
  final Sql read;
  final Sql readByName;
  final Sql update;
  final Sql rename;
  final Sql delete;
  final Sql deleteByName;
  final Sql list;
  final Sql mark;

  NamespaceStatements(SqlRenderer renderer) {
    this.notificationVersion =
        renderer.render(
            select(NAMESPACE_METADATA.NOTIFICATION_VERSION)
                .from(NAMESPACE_METADATA)
                .where(IS_METADATA));
    this.create = renderer.render(create());
    this.read = renderer.render(read().where(NAMESPACES.NAMESPACE_ID.eq(NAMESPACE_ID)));
    this.readByName = renderer.render(read().where(NAMESPACES.NAME.eq(NAME)));
    this.update =
        renderer.render(
            change(Map.of(NAMESPACES.DATA, DATA, NAMESPACES.DATA_ENCODING, DATA_ENCODING)));
    this.rename = renderer.render(change(Map.of(NAMESPACES.NAME, NAME)));
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

  private static CommonTableExpression<?> metadata() {
    return name("metadata")
        .as(
            select(NAMESPACE_METADATA.NOTIFICATION_VERSION)
                .from(NAMESPACE_METADATA)
                .where(IS_METADATA)
                .forUpdate());
  }

  private static CommonTableExpression<?> advanced() {
    return name("advanced")
        .as(
            update(NAMESPACE_METADATA)
                .set(
                    NAMESPACE_METADATA.NOTIFICATION_VERSION,
                    field(select(METADATA_VERSION.plus(inline(1L))).from(name("metadata"))))
                .where(IS_METADATA)
                .and(RowChecks.ok())
                .returning(NAMESPACE_METADATA.NOTIFICATION_VERSION));
  }

  private static Field<Long> newVersion() {
    return field(select(METADATA_VERSION.plus(inline(1L))).from(name("metadata")));
  }

  private static Query create() {
    CommonTableExpression<?> created =
        name("created")
            .as(
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
                                newVersion(),
                                DATA,
                                DATA_ENCODING,
                                REQUEST_ID,
                                REQUEST_ID)
                            .where(RowChecks.ok()))
                    .returning(NAMESPACES.NOTIFICATION_VERSION));
    CommonTableExpression<?> metadata = metadata();
    CommonTableExpression<?> advanced = advanced();
    return with(metadata)
        .with(name("ok").as(select(inline(1).as("one")).from(metadata)))
        .with(created)
        .with(advanced)
        .select(
            newVersion().as("notification_version"),
            RowChecks.checked(
                RowChecks.written(created)
                    .eq(inline(1))
                    .and(RowChecks.written(advanced).eq(inline(1)))));
  }

  private static Query change(Map<Field<?>, Field<?>> values) {
    CommonTableExpression<?> metadata = metadata();
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
    CommonTableExpression<?> changed =
        name("changed")
            .as(
                update(NAMESPACES)
                    .set(values)
                    .set(NAMESPACES.NOTIFICATION_VERSION, newVersion())
                    .set(NAMESPACES.LAST_REQUEST_ID, REQUEST_ID)
                    .where(NAMESPACES.NAMESPACE_ID.eq(NAMESPACE_ID))
                    .and(RowChecks.ok())
                    .returning(
                        NAMESPACES.NAME,
                        NAMESPACES.NOTIFICATION_VERSION,
                        NAMESPACES.DATA,
                        NAMESPACES.DATA_ENCODING));
    CommonTableExpression<?> advanced = advanced();
    return with(metadata)
        .with(present)
        .with(name("ok").as(select(inline(1).as("one")).from(present)))
        .with(changed)
        .with(advanced)
        .select(
            METADATA_VERSION.as("actual_notification_version"),
            field(name("changed", "name"), SQLDataType.CLOB),
            field(name("changed", "notification_version"), SQLDataType.BIGINT),
            field(name("changed", "data"), SQLDataType.BLOB),
            field(name("changed", "data_encoding"), SQLDataType.CLOB),
            RowChecks.checked(
                RowChecks.written(changed)
                    .eq(inline(1))
                    .and(RowChecks.written(advanced).eq(inline(1)))))
        .from(metadata)
        .leftJoin(changed)
        .on(inline(true));
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
