// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static dev.fencepost.schema.generated.Tables.CURRENT_EXECUTIONS;
import static dev.fencepost.schema.generated.Tables.EXECUTIONS;
import static dev.fencepost.schema.generated.Tables.SHARDS;
import static dev.fencepost.schema.generated.Tables.SHARD_INTENTS;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.update;

import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.spi.execution.CurrentHandling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The updates an owner makes all the time, as short statements that either do everything or
 * nothing.
 *
 * <p>The fence is locked and compared, then the current record, then the run is changed if its
 * record version is the expected one. That change is the last condition and the only conditional
 * write, so it may be {@code ok} itself: everything else hangs on it. The current record is only
 * compared, as it would be after the update. A statement that did nothing says no more than that;
 * then the one of {@link ExecutionWriteSql} runs, which can do everything and tells what was not as
 * asked.
 */
final class LeanUpdates {

  private final Map<LeanShape, Sql> statements = new HashMap<>();

  LeanUpdates(SqlRenderer renderer) {
    for (LeanShape shape : LeanShape.all()) {
      statements.put(shape, renderer.render(statement(shape)));
    }
  }

  Optional<Sql> statement(Optional<LeanShape> shape) {
    return shape.map(statements::get);
  }

  private static Query statement(LeanShape shape) {
    List<CommonTableExpression<?>> parts = new ArrayList<>();
    parts.add(fence());
    Condition holds =
        exists(
            selectOne()
                .from(name("fence"))
                .where(RowChecks.bigint("fence", "range_id").eq(FenceSql.RANGE_ID)));
    if (shape.handling() != CurrentHandling.IGNORE_CURRENT) {
      parts.add(currentRecord(holds));
      holds = holds.and(currentHolds(shape.handling()));
    }
    Map<Field<?>, Field<?>> values = new LinkedHashMap<>(RunParameters.MAIN.stored());
    Param<Long> expected = RunParameters.MAIN.expectedRecordVersion();
    values.put(EXECUTIONS.DB_RECORD_VERSION, expected.plus(inline(1L)));
    parts.add(
        name("ok")
            .as(
                update(EXECUTIONS)
                    .set(values)
                    .where(RunParameters.MAIN.isKey())
                    .and(EXECUTIONS.DB_RECORD_VERSION.eq(expected))
                    .and(holds)
                    .returning(EXECUTIONS.DB_RECORD_VERSION)));
    switch (shape.immediateTasks()) {
      case NONE -> {}
      case ONE -> parts.add(WriteParts.oneImmediateTask());
      case MANY -> parts.add(WriteParts.immediateTasks());
    }
    if (shape.scheduledTasks()) {
      parts.add(WriteParts.scheduledTasks());
    }
    if (shape.node()) {
      parts.add(WriteParts.oneNewNode());
    }
    return DSL.with(parts)
        .select(RowChecks.bigint("ok", "db_record_version").as("record_version"))
        .from(name("ok"));
  }

  private static CommonTableExpression<?> fence() {
    return name("fence")
        .as(
            select(SHARDS.RANGE_ID)
                .from(SHARDS)
                .where(SHARDS.SHARD_ID.eq(Parameters.SHARD_ID))
                .and(
                    notExists(
                        selectOne()
                            .from(SHARD_INTENTS)
                            .where(SHARD_INTENTS.SHARD_ID.eq(Parameters.SHARD_ID))
                            .and(SHARD_INTENTS.RANGE_ID.gt(FenceSql.RANGE_ID))))
                .forShare());
  }

  private static CommonTableExpression<?> currentRecord(Condition fenceHolds) {
    return name("current_record")
        .as(
            select(
                    CURRENT_EXECUTIONS.RUN_ID,
                    CURRENT_EXECUTIONS.CREATE_REQUEST_ID,
                    CURRENT_EXECUTIONS.STATE,
                    CURRENT_EXECUTIONS.STATUS,
                    CURRENT_EXECUTIONS.START_TIME,
                    CURRENT_EXECUTIONS.LAST_WRITE_VERSION)
                .from(CURRENT_EXECUTIONS)
                .where(CURRENT_EXECUTIONS.SHARD_ID.eq(Parameters.SHARD_ID))
                .and(CURRENT_EXECUTIONS.NAMESPACE_ID.eq(Parameters.NAMESPACE_ID))
                .and(CURRENT_EXECUTIONS.WORKFLOW_ID.eq(Parameters.WORKFLOW_ID))
                .and(fenceHolds)
                .forUpdate());
  }

  private static Condition currentHolds(CurrentHandling handling) {
    RunParameters run = RunParameters.MAIN;
    Condition isCurrent = field(name("current_record", "run_id"), SQLDataType.UUID).eq(run.runId());
    return switch (handling) {
      case UPDATE_CURRENT ->
          exists(
              selectOne()
                  .from(name("current_record"))
                  .where(isCurrent)
                  .and(
                      field(name("current_record", "create_request_id"), SQLDataType.CLOB)
                          .eq(run.createRequestId()))
                  .and(field(name("current_record", "state"), SQLDataType.SMALLINT).eq(run.state()))
                  .and(
                      field(name("current_record", "status"), SQLDataType.SMALLINT)
                          .eq(run.status()))
                  .and(
                      field(name("current_record", "start_time"), SQLDataType.TIMESTAMPWITHTIMEZONE)
                          .eq(run.startTime()))
                  .and(
                      RowChecks.bigint("current_record", "last_write_version")
                          .eq(run.lastWriteVersion())));
      case BYPASS_CURRENT -> notExists(selectOne().from(name("current_record")).where(isCurrent));
      case IGNORE_CURRENT -> throw new IllegalArgumentException("nothing is asked of it");
    };
  }
}
