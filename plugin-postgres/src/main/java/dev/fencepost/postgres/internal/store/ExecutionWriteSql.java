// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static dev.fencepost.schema.generated.Tables.CURRENT_EXECUTIONS;
import static dev.fencepost.schema.generated.Tables.EXECUTIONS;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.update;

import dev.fencepost.spi.execution.ExecutionState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Composes the statement of a fenced write of runs. Its parts run in one order: the fence is
 * locked, then the current run, then the runs to change, each only if what was locked before is as
 * asked; that all is as asked is the part {@code ok}, and every change hangs on it. The answer has
 * what was locked, so that the first thing that was not as asked can be told.
 */
final class ExecutionWriteSql {

  private static final Field<UUID> CURRENT_RUN_ID =
      field(name("current_record", "run_id"), SQLDataType.UUID);

  private final FenceSql fence = FenceSql.ofShard();
  private final List<CommonTableExpression<?>> conditions = new ArrayList<>();
  private final List<CommonTableExpression<?>> changes = new ArrayList<>();
  private final List<SelectFieldOrAsterisk> answers = new ArrayList<>();
  private Condition holds = fence.holds();
  private Condition counts = trueCondition();

  ExecutionWriteSql() {
    conditions.add(fence.intent());
    conditions.add(fence.fence());
    answers.add(fence.actual());
    answers.add(fence.announced());
  }

  /** Requires that the workflow id has no current run. */
  ExecutionWriteSql requireNoCurrent() {
    CommonTableExpression<?> current = lockCurrent();
    return require(notExists(selectOne().from(current)));
  }

  /** Requires that a run is current. */
  ExecutionWriteSql requireCurrent(RunParameters run) {
    return require(exists(selectOne().from(lockCurrent()).where(CURRENT_RUN_ID.eq(run.runId()))));
  }

  /** Requires that a run is not current. */
  ExecutionWriteSql requireNotCurrent(RunParameters run) {
    return require(
        notExists(selectOne().from(lockCurrent()).where(CURRENT_RUN_ID.eq(run.runId()))));
  }

  /** Requires that the previous run is current, closed, and of a version. */
  ExecutionWriteSql requirePreviousClosed() {
    return require(
        exists(
            selectOne()
                .from(lockCurrent())
                .where(CURRENT_RUN_ID.eq(Parameters.uuid("previous_run_id")))
                .and(
                    field(name("current_record", "last_write_version"), SQLDataType.BIGINT)
                        .eq(Parameters.bigint("previous_last_write_version")))
                .and(
                    field(name("current_record", "state"), SQLDataType.SMALLINT)
                        .eq(inline((short) ExecutionState.COMPLETED.code())))));
  }

  /** Changes a run that must have the expected record version. */
  ExecutionWriteSql change(RunParameters run) {
    CommonTableExpression<?> locked =
        name(run.named("run"))
            .as(
                select(EXECUTIONS.DB_RECORD_VERSION, EXECUTIONS.NEXT_EVENT_ID)
                    .from(EXECUTIONS)
                    .where(run.isKey())
                    .and(holds)
                    .forUpdate());
    conditions.add(locked);
    answers.add(
        RowChecks.only(locked, RowChecks.bigint(run.named("run"), "db_record_version"))
            .as(run.named("record_version")));
    answers.add(
        RowChecks.only(locked, RowChecks.bigint(run.named("run"), "next_event_id"))
            .as(run.named("actual_next_event_id")));
    Map<Field<?>, Field<?>> values = new LinkedHashMap<>(run.stored());
    values.put(EXECUTIONS.DB_RECORD_VERSION, run.expectedRecordVersion().plus(inline(1L)));
    CommonTableExpression<?> changed =
        name(run.named("changed"))
            .as(
                update(EXECUTIONS)
                    .set(values)
                    .where(run.isKey())
                    .and(RowChecks.ok())
                    .returning(EXECUTIONS.DB_RECORD_VERSION));
    changes.add(changed);
    counts = counts.and(RowChecks.written(changed).eq(inline(1)));
    return require(
        exists(
            selectOne()
                .from(locked)
                .where(
                    RowChecks.bigint(run.named("run"), "db_record_version")
                        .eq(run.expectedRecordVersion()))));
  }

  /** Creates a run that must not exist. */
  ExecutionWriteSql create(RunParameters run) {
    CommonTableExpression<?> existing =
        name(run.named("existing"))
            .as(
                select(EXECUTIONS.DB_RECORD_VERSION)
                    .from(EXECUTIONS)
                    .where(run.isKey())
                    .and(holds)
                    .forShare());
    conditions.add(existing);
    answers.add(
        RowChecks.only(existing, RowChecks.bigint(run.named("existing"), "db_record_version"))
            .as(run.named("existing_record_version")));
    Map<Field<?>, Field<?>> values = new LinkedHashMap<>();
    values.put(EXECUTIONS.SHARD_ID, Parameters.SHARD_ID);
    values.put(EXECUTIONS.NAMESPACE_ID, Parameters.NAMESPACE_ID);
    values.put(EXECUTIONS.WORKFLOW_ID, Parameters.WORKFLOW_ID);
    values.put(EXECUTIONS.RUN_ID, run.runId());
    values.putAll(run.stored());
    values.put(EXECUTIONS.INSERT_REQUEST_ID, Parameters.REQUEST_ID);
    values.put(EXECUTIONS.DB_RECORD_VERSION, inline(1L));
    changes.add(
        name(run.named("created"))
            .as(
                insertInto(EXECUTIONS)
                    .columns(values.keySet())
                    .select(select(values.values()).where(RowChecks.ok()))
                    .returning(EXECUTIONS.DB_RECORD_VERSION)));
    return require(notExists(selectOne().from(existing)));
  }

  /** Inserts the current record of a run. */
  ExecutionWriteSql insertCurrent(RunParameters run) {
    Map<Field<?>, Field<?>> values = currentValues(run);
    values.put(CURRENT_EXECUTIONS.SHARD_ID, Parameters.SHARD_ID);
    values.put(CURRENT_EXECUTIONS.NAMESPACE_ID, Parameters.NAMESPACE_ID);
    values.put(CURRENT_EXECUTIONS.WORKFLOW_ID, Parameters.WORKFLOW_ID);
    changes.add(
        name("current_written")
            .as(
                insertInto(CURRENT_EXECUTIONS)
                    .columns(values.keySet())
                    .select(select(values.values()).where(RowChecks.ok()))
                    .returning(CURRENT_EXECUTIONS.RUN_ID)));
    return this;
  }

  /** Makes the locked current record that of a run. */
  ExecutionWriteSql replaceCurrent(RunParameters run) {
    CommonTableExpression<?> written =
        name("current_written")
            .as(
                update(CURRENT_EXECUTIONS)
                    .set(currentValues(run))
                    .where(isCurrentKey())
                    .and(RowChecks.ok())
                    .returning(CURRENT_EXECUTIONS.RUN_ID));
    changes.add(written);
    counts = counts.and(RowChecks.written(written).eq(inline(1)));
    return this;
  }

  /**
   * Makes the locked current record follow its run. Mostly nothing of it changes: then the lock is
   * all that is needed, and no row is written.
   */
  ExecutionWriteSql followCurrent(RunParameters run) {
    Map<Field<?>, Field<?>> values = currentValues(run);
    values.remove(CURRENT_EXECUTIONS.RUN_ID);
    List<Field<?>> locked =
        values.keySet().stream()
            .<Field<?>>map(
                column -> field(name("current_record", column.getName()), column.getDataType()))
            .toList();
    changes.add(
        name("current_written")
            .as(
                update(CURRENT_EXECUTIONS)
                    .set(values)
                    .where(isCurrentKey())
                    .and(RowChecks.ok())
                    .and(
                        exists(
                            selectOne()
                                .from(name("current_record"))
                                .where(row(locked).isDistinctFrom(row(values.values())))))
                    .returning(CURRENT_EXECUTIONS.RUN_ID)));
    return this;
  }

  /** Adds tasks and history. */
  Query write(WriteShape shape) {
    if (shape.immediateTasks()) {
      add(WriteParts.immediateTasks(), "immediate_count");
    }
    if (shape.scheduledTasks()) {
      add(WriteParts.scheduledTasks(), "scheduled_count");
    }
    if (shape.nodes()) {
      add(WriteParts.nodes(), "node_count");
    }
    if (shape.branches()) {
      changes.add(WriteParts.branches());
    }
    List<CommonTableExpression<?>> parts = new ArrayList<>(conditions);
    parts.add(name("ok").as(select(inline(1).as("one")).where(holds)));
    parts.addAll(changes);
    answers.add(RowChecks.checked(counts));
    return DSL.with(parts).select(answers);
  }

  private void add(CommonTableExpression<?> part, String count) {
    changes.add(part);
    counts = counts.and(RowChecks.written(part).eq(Parameters.integer(count)));
  }

  private ExecutionWriteSql require(Condition condition) {
    holds = holds.and(condition);
    return this;
  }

  private CommonTableExpression<?> lockCurrent() {
    CommonTableExpression<?> current =
        name("current_record")
            .as(
                select(
                        CURRENT_EXECUTIONS.RUN_ID,
                        CURRENT_EXECUTIONS.CREATE_REQUEST_ID,
                        CURRENT_EXECUTIONS.STATE,
                        CURRENT_EXECUTIONS.STATUS,
                        CURRENT_EXECUTIONS.START_TIME,
                        CURRENT_EXECUTIONS.LAST_WRITE_VERSION)
                    .from(CURRENT_EXECUTIONS)
                    .where(isCurrentKey())
                    .and(holds)
                    .forUpdate());
    conditions.add(current);
    answers.add(RowChecks.only(current, CURRENT_RUN_ID).as("current_run_id"));
    answers.add(current("create_request_id", SQLDataType.CLOB, current));
    answers.add(current("state", SQLDataType.SMALLINT, current));
    answers.add(current("status", SQLDataType.SMALLINT, current));
    answers.add(current("start_time", SQLDataType.TIMESTAMPWITHTIMEZONE, current));
    answers.add(current("last_write_version", SQLDataType.BIGINT, current));
    return current;
  }

  private static <T> Field<T> current(
      String column, DataType<T> type, CommonTableExpression<?> current) {
    return RowChecks.only(current, field(name("current_record", column), type))
        .as("current_" + column);
  }

  private static Condition isCurrentKey() {
    return CURRENT_EXECUTIONS
        .SHARD_ID
        .eq(Parameters.SHARD_ID)
        .and(CURRENT_EXECUTIONS.NAMESPACE_ID.eq(Parameters.NAMESPACE_ID))
        .and(CURRENT_EXECUTIONS.WORKFLOW_ID.eq(Parameters.WORKFLOW_ID));
  }

  private static Map<Field<?>, Field<?>> currentValues(RunParameters run) {
    Map<Field<?>, Field<?>> values = new LinkedHashMap<>();
    values.put(CURRENT_EXECUTIONS.RUN_ID, run.runId());
    values.put(CURRENT_EXECUTIONS.CREATE_REQUEST_ID, run.createRequestId());
    values.put(CURRENT_EXECUTIONS.STATE, run.state());
    values.put(CURRENT_EXECUTIONS.STATUS, run.status());
    values.put(CURRENT_EXECUTIONS.START_TIME, run.startTime());
    values.put(CURRENT_EXECUTIONS.LAST_WRITE_VERSION, run.lastWriteVersion());
    return values;
  }
}
