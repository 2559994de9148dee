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
import static org.jooq.impl.DSL.update;

import dev.fencepost.postgres.internal.sql.WriteQuery;
import dev.fencepost.postgres.internal.strategy.Change;
import dev.fencepost.postgres.internal.strategy.FencedTable;
import dev.fencepost.postgres.internal.strategy.LockStrategy;
import dev.fencepost.spi.execution.ExecutionState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
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

  private final WriteBuilder write;

  ExecutionWriteSql(LockStrategy strategy) {
    this.write = WriteBuilder.fenced(strategy, FencedTable.SHARD);
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
                    .and(write.holds())
                    .forUpdate());
    write.lock(locked);
    write.answer(
        RowChecks.only(locked, RowChecks.bigint(run.named("run"), "db_record_version"))
            .as(run.named("record_version")));
    write.answer(
        RowChecks.only(locked, RowChecks.bigint(run.named("run"), "next_event_id"))
            .as(run.named("actual_next_event_id")));
    Map<Field<?>, Field<?>> values = new LinkedHashMap<>(run.stored());
    values.put(EXECUTIONS.DB_RECORD_VERSION, run.expectedRecordVersion().plus(inline(1L)));
    write.change(
        new Change(
            run.named("changed"),
            ok ->
                update(EXECUTIONS)
                    .set(values)
                    .where(run.isKey())
                    .and(write.isFolded() ? ok : isExpected(run))
                    .returning(EXECUTIONS.DB_RECORD_VERSION)),
        inline(1));
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
                write
                    .strategy()
                    .looked(
                        select(EXECUTIONS.DB_RECORD_VERSION)
                            .from(EXECUTIONS)
                            .where(run.isKey())
                            .and(write.holds())));
    write.lock(existing);
    write.answer(
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
    write.change(
        new Change(
            run.named("created"),
            ok ->
                insertInto(EXECUTIONS)
                    .columns(values.keySet())
                    .select(select(values.values()).where(ok))
                    .returning(EXECUTIONS.DB_RECORD_VERSION)));
    return require(notExists(selectOne().from(existing)));
  }

  /** Inserts the current record of a run. */
  ExecutionWriteSql insertCurrent(RunParameters run) {
    Map<Field<?>, Field<?>> values = currentValues(run);
    values.put(CURRENT_EXECUTIONS.SHARD_ID, Parameters.SHARD_ID);
    values.put(CURRENT_EXECUTIONS.NAMESPACE_ID, Parameters.NAMESPACE_ID);
    values.put(CURRENT_EXECUTIONS.WORKFLOW_ID, Parameters.WORKFLOW_ID);
    write.change(
        new Change(
            "current_written",
            ok ->
                insertInto(CURRENT_EXECUTIONS)
                    .columns(values.keySet())
                    .select(select(values.values()).where(ok))
                    .returning(CURRENT_EXECUTIONS.RUN_ID)));
    return this;
  }

  /** Makes the locked current record that of a run. */
  ExecutionWriteSql replaceCurrent(RunParameters run) {
    write.change(
        new Change(
            "current_written",
            ok ->
                update(CURRENT_EXECUTIONS)
                    .set(currentValues(run))
                    .where(isCurrentKey())
                    .and(ok)
                    .returning(CURRENT_EXECUTIONS.RUN_ID)),
        inline(1));
    return this;
  }

  /**
   * Makes the locked current record follow its run. Mostly nothing of it changes: then the lock is
   * all that is needed, and no row is written.
   */
  ExecutionWriteSql followCurrent(RunParameters run) {
    Map<Field<?>, Field<?>> values = currentValues(run);
    values.remove(CURRENT_EXECUTIONS.RUN_ID);
    write.change(
        new Change(
            "current_written",
            ok ->
                update(CURRENT_EXECUTIONS)
                    .set(values)
                    .where(isCurrentKey())
                    .and(ok)
                    .and(differs(values))
                    .returning(CURRENT_EXECUTIONS.RUN_ID)));
    return this;
  }

  /** Adds tasks and history. */
  WriteQuery write(WriteShape shape) {
    if (shape.immediateTasks()) {
      write.change(WriteParts.immediateTasks(), Parameters.integer("immediate_count"));
    }
    if (shape.scheduledTasks()) {
      write.change(WriteParts.scheduledTasks(), Parameters.integer("scheduled_count"));
    }
    if (shape.nodes()) {
      write.change(WriteParts.nodes(), Parameters.integer("node_count"));
    }
    if (shape.branches()) {
      write.change(WriteParts.branches());
    }
    return write.query();
  }

  private ExecutionWriteSql require(Condition condition) {
    write.require(condition);
    return this;
  }

  private static Condition isExpected(RunParameters run) {
    return EXECUTIONS.DB_RECORD_VERSION.eq(run.expectedRecordVersion());
  }

  /** Whether the locked current record differs from values. */
  private Condition differs(Map<Field<?>, Field<?>> values) {
    if (!write.isFolded()) {
      return row(values.keySet()).isDistinctFrom(row(values.values()));
    }
    List<Field<?>> locked =
        values.keySet().stream()
            .<Field<?>>map(
                column -> field(name("current_record", column.getName()), column.getDataType()))
            .toList();
    return exists(
        selectOne()
            .from(name("current_record"))
            .where(row(locked).isDistinctFrom(row(values.values()))));
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
                    .and(write.holds())
                    .forUpdate());
    write.lock(current);
    write.answer(RowChecks.only(current, CURRENT_RUN_ID).as("current_run_id"));
    write.answer(current("create_request_id", SQLDataType.CLOB, current));
    write.answer(current("state", SQLDataType.SMALLINT, current));
    write.answer(current("status", SQLDataType.SMALLINT, current));
    write.answer(current("start_time", SQLDataType.TIMESTAMPWITHTIMEZONE, current));
    write.answer(current("last_write_version", SQLDataType.BIGINT, current));
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
