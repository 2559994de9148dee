// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static dev.fencepost.postgres.internal.store.Parameters.LIMIT;
import static dev.fencepost.postgres.internal.store.Parameters.NAMESPACE_ID;
import static dev.fencepost.postgres.internal.store.Parameters.RUN_ID;
import static dev.fencepost.postgres.internal.store.Parameters.WORKFLOW_ID;
import static dev.fencepost.postgres.internal.store.Parameters.bigint;
import static dev.fencepost.postgres.internal.store.Parameters.bytes;
import static dev.fencepost.postgres.internal.store.Parameters.smallint;
import static dev.fencepost.postgres.internal.store.Parameters.text;
import static dev.fencepost.postgres.internal.store.Parameters.time;
import static dev.fencepost.schema.generated.Tables.VISIBILITY;
import static org.jooq.impl.DSL.cast;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;

import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** The SQL of visibility records. */
final class VisibilityStatements {

  private static final List<SelectFieldOrAsterisk> COLUMNS =
      List.of(
          VISIBILITY.NAMESPACE_ID,
          VISIBILITY.RUN_ID,
          VISIBILITY.WORKFLOW_ID,
          VISIBILITY.WORKFLOW_TYPE,
          VISIBILITY.TASK_QUEUE,
          VISIBILITY.STATUS,
          VISIBILITY.START_TIME,
          VISIBILITY.EXECUTION_TIME,
          VISIBILITY.CLOSE_TIME,
          VISIBILITY.HISTORY_LENGTH,
          VISIBILITY.HISTORY_BYTES,
          VISIBILITY.MEMO,
          VISIBILITY.MEMO_ENCODING,
          VISIBILITY.SEARCH_ATTRIBUTES,
          VISIBILITY.RECORD_VERSION);

  private static final Field<Integer> RECORDS = DSL.count().as("records");

  final Sql upsert;
  final Sql delete;
  final Sql read;
  private final Map<VisibilityShape, Sql> firstPages = new HashMap<>();
  private final Map<VisibilityShape, Sql> laterPages = new HashMap<>();
  private final Map<VisibilityShape, Sql> counts = new HashMap<>();
  private final Map<VisibilityShape, Sql> countsByStatus = new HashMap<>();

  VisibilityStatements(SqlRenderer renderer) {
    this.upsert = renderer.render(upsert());
    this.delete =
        renderer.render(
            deleteFrom(VISIBILITY)
                .where(VISIBILITY.NAMESPACE_ID.eq(NAMESPACE_ID))
                .and(VISIBILITY.RUN_ID.eq(RUN_ID)));
    this.read =
        renderer.render(
            select(COLUMNS)
                .from(VISIBILITY)
                .where(VISIBILITY.NAMESPACE_ID.eq(NAMESPACE_ID))
                .and(VISIBILITY.RUN_ID.eq(RUN_ID)));
    for (VisibilityShape shape : VisibilityShape.all()) {
      Condition matches = matches(shape);
      firstPages.put(shape, renderer.render(list(matches)));
      laterPages.put(shape, renderer.render(list(matches.and(isAfter()))));
      counts.put(shape, renderer.render(select(RECORDS).from(VISIBILITY).where(matches)));
      countsByStatus.put(
          shape,
          renderer.render(
              select(VISIBILITY.STATUS, RECORDS)
                  .from(VISIBILITY)
                  .where(matches)
                  .groupBy(VISIBILITY.STATUS)));
    }
  }

  Sql firstPage(VisibilityShape shape) {
    return statement(firstPages, shape);
  }

  Sql laterPage(VisibilityShape shape) {
    return statement(laterPages, shape);
  }

  Sql count(VisibilityShape shape) {
    return statement(counts, shape);
  }

  Sql countByStatus(VisibilityShape shape) {
    return statement(countsByStatus, shape);
  }

  private static Sql statement(Map<VisibilityShape, Sql> statements, VisibilityShape shape) {
    @Nullable Sql rendered = statements.get(shape);
    if (rendered == null) {
      throw new IllegalArgumentException("there is no statement for " + shape);
    }
    return rendered;
  }

  private static Query list(Condition matches) {
    return select(COLUMNS)
        .from(VISIBILITY)
        .where(matches)
        .orderBy(VISIBILITY.CLOSE_TIME.desc(), VISIBILITY.START_TIME.desc(), VISIBILITY.RUN_ID)
        .limit(LIMIT);
  }

  /** The first comparison is implied by the second; it is what bounds the scan of the index. */
  private static Condition isAfter() {
    Field<OffsetDateTime> closeTime = time("after_close_time");
    Field<OffsetDateTime> startTime = time("after_start_time");
    return VISIBILITY
        .CLOSE_TIME
        .le(closeTime)
        .and(
            VISIBILITY
                .CLOSE_TIME
                .lt(closeTime)
                .or(VISIBILITY.START_TIME.lt(startTime))
                .or(
                    VISIBILITY
                        .START_TIME
                        .eq(startTime)
                        .and(VISIBILITY.RUN_ID.gt(Parameters.uuid("after_run_id")))));
  }

  private static Condition matches(VisibilityShape shape) {
    Condition matches = VISIBILITY.NAMESPACE_ID.eq(NAMESPACE_ID);
    if (shape.workflowId()) {
      matches = matches.and(VISIBILITY.WORKFLOW_ID.eq(WORKFLOW_ID));
    }
    if (shape.runId()) {
      matches = matches.and(VISIBILITY.RUN_ID.eq(RUN_ID));
    }
    if (shape.workflowType()) {
      matches = matches.and(VISIBILITY.WORKFLOW_TYPE.eq(text("workflow_type")));
    }
    if (shape.statuses()) {
      matches =
          matches.and(
              condition(
                  "{0} = any ({1})",
                  VISIBILITY.STATUS, param("statuses", SQLDataType.SMALLINT.array())));
    }
    if (shape.startTime()) {
      matches =
          matches.and(
              VISIBILITY.START_TIME.between(time("start_time_from"), time("start_time_to")));
    }
    if (shape.closeTime()) {
      matches =
          matches
              .and(VISIBILITY.CLOSE_TIME.between(time("close_time_from"), time("close_time_to")))
              .and(VISIBILITY.CLOSE_TIME.lt(time("open_close_time")));
    }
    return matches;
  }

  private static Query upsert() {
    Map<Field<?>, Field<?>> values = new LinkedHashMap<>();
    values.put(VISIBILITY.NAMESPACE_ID, NAMESPACE_ID);
    values.put(VISIBILITY.RUN_ID, RUN_ID);
    values.put(VISIBILITY.WORKFLOW_ID, WORKFLOW_ID);
    values.put(VISIBILITY.WORKFLOW_TYPE, text("workflow_type"));
    values.put(VISIBILITY.TASK_QUEUE, text("task_queue"));
    values.put(VISIBILITY.STATUS, smallint("status"));
    values.put(VISIBILITY.START_TIME, time("start_time"));
    values.put(VISIBILITY.EXECUTION_TIME, time("execution_time"));
    values.put(VISIBILITY.CLOSE_TIME, time("close_time"));
    values.put(VISIBILITY.HISTORY_LENGTH, bigint("history_length"));
    values.put(VISIBILITY.HISTORY_BYTES, bigint("history_bytes"));
    values.put(VISIBILITY.MEMO, bytes("memo"));
    values.put(VISIBILITY.MEMO_ENCODING, text("memo_encoding"));
    values.put(VISIBILITY.SEARCH_ATTRIBUTES, cast(text("search_attributes"), SQLDataType.JSONB));
    values.put(VISIBILITY.RECORD_VERSION, bigint("record_version"));
    Map<Field<?>, Field<?>> replaced = new LinkedHashMap<>();
    values.keySet().forEach(column -> replaced.put(column, excluded(column)));
    replaced.remove(VISIBILITY.NAMESPACE_ID);
    replaced.remove(VISIBILITY.RUN_ID);
    return insertInto(VISIBILITY)
        .columns(values.keySet())
        .values(values.values())
        .onConflict(VISIBILITY.NAMESPACE_ID, VISIBILITY.RUN_ID)
        .doUpdate()
        .set(replaced)
        .where(VISIBILITY.RECORD_VERSION.lt(excluded(VISIBILITY.RECORD_VERSION)));
  }
}
