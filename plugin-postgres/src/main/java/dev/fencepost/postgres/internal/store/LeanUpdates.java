// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static dev.fencepost.schema.generated.Tables.CURRENT_EXECUTIONS;
import static dev.fencepost.schema.generated.Tables.EXECUTIONS;
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
import dev.fencepost.postgres.internal.strategy.FencedTable;
import dev.fencepost.postgres.internal.strategy.LockStrategy;
import dev.fencepost.postgres.internal.strategy.WriteForm;
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
import org.jooq.Query;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The updates an owner makes all the time, as short statements that either do everything or
 * nothing.
 *
 * <p>The fence is locked if it has the writer's token, then the current record if it is as it would
 * be after the update, then the run is changed if its record version is the expected one. A row for
 * which a lock had to wait is looked at again once it is locked, so that these conditions may stand
 * where the rows are locked (<a
 * href="https://www.postgresql.org/docs/16/transaction-iso.html#XACT-READ-COMMITTED">Read
 * Committed</a>). The change is the last condition and the only conditional write, so it may be
 * {@code ok} itself: everything else hangs on it. A statement that did nothing says no more than
 * that; then the one of {@link ExecutionWriteSql} runs, which can do everything and tells what was
 * not as asked.
 */
final class LeanUpdates {

  private final Map<LeanShape, Sql> statements = new HashMap<>();

  LeanUpdates(LockStrategy strategy, SqlRenderer renderer) {
    if (strategy.form() != WriteForm.FOLDED) {
      return;
    }
    for (LeanShape shape : LeanShape.all()) {
      statements.put(shape, renderer.render(statement(strategy, shape)));
    }
  }

  Optional<Sql> statement(Optional<LeanShape> shape) {
    return shape.map(statements::get);
  }

  private static Query statement(LockStrategy strategy, LeanShape shape) {
    List<CommonTableExpression<?>> parts = new ArrayList<>();
    parts.add(strategy.fence(FencedTable.SHARD).alone());
    parts.addAll(
        switch (shape.handling()) {
          case UPDATE_CURRENT -> List.of(unchangedCurrentRecord());
          case BYPASS_CURRENT -> List.of(currentRecord());
          case IGNORE_CURRENT -> List.of();
        });
    Map<Field<?>, Field<?>> values = new LinkedHashMap<>(RunParameters.MAIN.stored());
    values.put(EXECUTIONS.DB_RECORD_VERSION, EXECUTIONS.DB_RECORD_VERSION.plus(inline(1L)));
    parts.add(
        name("ok")
            .as(
                update(EXECUTIONS)
                    .set(values)
                    .where(RunParameters.MAIN.isKey())
                    .and(
                        EXECUTIONS.DB_RECORD_VERSION.eq(RunParameters.MAIN.expectedRecordVersion()))
                    .and(holds(shape.handling()))
                    .returning(EXECUTIONS.SHARD_ID)));
    switch (shape.immediateTasks()) {
      case NONE -> {}
      case ONE -> parts.add(WriteParts.oneImmediateTask());
      case MANY -> parts.add(WriteParts.immediateTasks().folded());
    }
    if (shape.scheduledTasks()) {
      parts.add(WriteParts.scheduledTasks().folded());
    }
    if (shape.node()) {
      parts.add(WriteParts.oneNewNode());
    }
    return DSL.with(parts).select(WriteParts.OK_SHARD_ID).from(name("ok"));
  }

  private static Condition holds(CurrentHandling handling) {
    return switch (handling) {
      case UPDATE_CURRENT -> exists(selectOne().from(name("current_record")));
      case BYPASS_CURRENT ->
          exists(selectOne().from(name("fence")))
              .and(
                  notExists(
                      selectOne()
                          .from(name("current_record"))
                          .where(
                              field(name("current_record", "run_id"), SQLDataType.UUID)
                                  .eq(RunParameters.MAIN.runId()))));
      case IGNORE_CURRENT -> exists(selectOne().from(name("fence")));
    };
  }

  /** The current record, if it is this run and the update would not change it. */
  private static CommonTableExpression<?> unchangedCurrentRecord() {
    RunParameters run = RunParameters.MAIN;
    return name("current_record")
        .as(
            selectCurrentRecord()
                .and(CURRENT_EXECUTIONS.RUN_ID.eq(run.runId()))
                .and(CURRENT_EXECUTIONS.CREATE_REQUEST_ID.eq(run.createRequestId()))
                .and(CURRENT_EXECUTIONS.STATE.eq(run.state()))
                .and(CURRENT_EXECUTIONS.STATUS.eq(run.status()))
                .and(CURRENT_EXECUTIONS.START_TIME.eq(run.startTime()))
                .and(CURRENT_EXECUTIONS.LAST_WRITE_VERSION.eq(run.lastWriteVersion()))
                .forUpdate());
  }

  /**
   * The current record, whichever run it is: a run that is not this one could become it while
   * nobody holds it.
   */
  private static CommonTableExpression<?> currentRecord() {
    return name("current_record").as(selectCurrentRecord().forUpdate());
  }

  private static SelectConditionStep<?> selectCurrentRecord() {
    return select(CURRENT_EXECUTIONS.RUN_ID)
        .from(CURRENT_EXECUTIONS)
        .where(CURRENT_EXECUTIONS.SHARD_ID.eq(Parameters.SHARD_ID))
        .and(CURRENT_EXECUTIONS.NAMESPACE_ID.eq(Parameters.NAMESPACE_ID))
        .and(CURRENT_EXECUTIONS.WORKFLOW_ID.eq(Parameters.WORKFLOW_ID))
        .and(exists(selectOne().from(name("fence"))));
  }
}
