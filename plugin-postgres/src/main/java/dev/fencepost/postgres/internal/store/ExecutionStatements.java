// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static dev.fencepost.schema.generated.Tables.CURRENT_EXECUTIONS;
import static dev.fencepost.schema.generated.Tables.EXECUTIONS;
import static dev.fencepost.schema.generated.Tables.SHARDS;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.select;

import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.postgres.internal.sql.WriteQuery;
import dev.fencepost.postgres.internal.sql.WriteSql;
import dev.fencepost.postgres.internal.strategy.Change;
import dev.fencepost.postgres.internal.strategy.FencedTable;
import dev.fencepost.postgres.internal.strategy.LockStrategy;
import dev.fencepost.spi.execution.CurrentHandling;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jooq.DeleteConditionStep;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** The SQL of executions. */
final class ExecutionStatements {

  /** What a creation asks of the current run. */
  enum Creation {
    BRAND_NEW,
    UPDATE_CURRENT,
    BYPASS_CURRENT
  }

  /** Which parts an update of a run has. */
  record Update(CurrentHandling handling, boolean withNewRun, WriteShape shape) {}

  /** Which parts a conflict resolution has. */
  record Resolution(CurrentHandling handling, boolean withCurrent, boolean withNewRun) {}

  private record CreationKey(Creation creation, WriteShape shape) {}

  private final Map<CreationKey, WriteSql> creations = new HashMap<>();
  private final Map<Update, WriteSql> updates = new HashMap<>();
  private final Map<Resolution, WriteSql> resolutions = new HashMap<>();
  final LeanUpdates leanUpdates;
  final WriteSql set;
  final Sql read;
  final Sql readCurrent;
  final WriteSql delete;
  final WriteSql deleteCurrent;
  final Sql runMark;

  ExecutionStatements(LockStrategy strategy, SqlRenderer renderer) {
    for (WriteShape shape : WriteShape.all()) {
      for (Creation creation : Creation.values()) {
        creations.put(
            new CreationKey(creation, shape),
            renderer.render(create(strategy, creation).write(shape)));
      }
      for (CurrentHandling handling : CurrentHandling.values()) {
        for (boolean withNewRun : new boolean[] {false, true}) {
          Update update = new Update(handling, withNewRun, shape);
          updates.put(update, renderer.render(update(strategy, update).write(shape)));
        }
      }
    }
    for (boolean withCurrent : new boolean[] {false, true}) {
      for (boolean withNewRun : new boolean[] {false, true}) {
        for (CurrentHandling handling :
            new CurrentHandling[] {
              CurrentHandling.UPDATE_CURRENT, CurrentHandling.BYPASS_CURRENT
            }) {
          Resolution resolution = new Resolution(handling, withCurrent, withNewRun);
          resolutions.put(
              resolution,
              renderer.render(resolve(strategy, resolution).write(WriteShape.EVERYTHING)));
        }
      }
    }
    this.leanUpdates = new LeanUpdates(strategy, renderer);
    this.set =
        renderer.render(
            new ExecutionWriteSql(strategy).change(RunParameters.MAIN).write(WriteShape.TASKS));
    this.read = renderer.render(read());
    this.readCurrent = renderer.render(readCurrent());
    this.delete =
        renderer.render(
            deletion(
                strategy,
                () -> deleteFrom(EXECUTIONS).where(RunParameters.MAIN.isKey()),
                EXECUTIONS.RUN_ID));
    this.deleteCurrent =
        renderer.render(
            deletion(
                strategy,
                () ->
                    deleteFrom(CURRENT_EXECUTIONS)
                        .where(CURRENT_EXECUTIONS.SHARD_ID.eq(Parameters.SHARD_ID))
                        .and(CURRENT_EXECUTIONS.NAMESPACE_ID.eq(Parameters.NAMESPACE_ID))
                        .and(CURRENT_EXECUTIONS.WORKFLOW_ID.eq(Parameters.WORKFLOW_ID))
                        .and(CURRENT_EXECUTIONS.RUN_ID.eq(Parameters.RUN_ID)),
                CURRENT_EXECUTIONS.RUN_ID));
    this.runMark = renderer.render(runMark());
  }

  WriteSql create(Creation creation, WriteShape shape) {
    return statement(creations.get(new CreationKey(creation, shape)));
  }

  WriteSql update(CurrentHandling handling, boolean withNewRun, WriteShape shape) {
    return statement(updates.get(new Update(handling, withNewRun, shape)));
  }

  WriteSql resolve(CurrentHandling handling, boolean withCurrent, boolean withNewRun) {
    return statement(resolutions.get(new Resolution(handling, withCurrent, withNewRun)));
  }

  private static WriteSql statement(@Nullable WriteSql rendered) {
    if (rendered == null) {
      throw new IllegalArgumentException("there is no such statement");
    }
    return rendered;
  }

  private static ExecutionWriteSql create(LockStrategy strategy, Creation creation) {
    ExecutionWriteSql sql = new ExecutionWriteSql(strategy);
    return switch (creation) {
      case BRAND_NEW ->
          sql.requireNoCurrent().create(RunParameters.MAIN).insertCurrent(RunParameters.MAIN);
      case UPDATE_CURRENT ->
          sql.requirePreviousClosed().create(RunParameters.MAIN).replaceCurrent(RunParameters.MAIN);
      case BYPASS_CURRENT -> sql.requireNotCurrent(RunParameters.MAIN).create(RunParameters.MAIN);
    };
  }

  private static ExecutionWriteSql update(LockStrategy strategy, Update update) {
    ExecutionWriteSql sql = new ExecutionWriteSql(strategy);
    switch (update.handling()) {
      case UPDATE_CURRENT -> sql.requireCurrent(RunParameters.MAIN);
      case BYPASS_CURRENT -> sql.requireNotCurrent(RunParameters.MAIN);
      case IGNORE_CURRENT -> {}
    }
    sql.change(RunParameters.MAIN);
    if (update.withNewRun()) {
      sql.create(RunParameters.NEW);
    }
    if (update.handling() == CurrentHandling.UPDATE_CURRENT) {
      if (update.withNewRun()) {
        sql.replaceCurrent(RunParameters.NEW);
      } else {
        sql.followCurrent(RunParameters.MAIN);
      }
    }
    return sql;
  }

  private static ExecutionWriteSql resolve(LockStrategy strategy, Resolution resolution) {
    ExecutionWriteSql sql = new ExecutionWriteSql(strategy);
    switch (resolution.handling()) {
      case UPDATE_CURRENT ->
          sql.requireCurrent(resolution.withCurrent() ? RunParameters.CURRENT : RunParameters.MAIN);
      case BYPASS_CURRENT -> sql.requireNotCurrent(RunParameters.MAIN);
      case IGNORE_CURRENT ->
          throw new IllegalArgumentException("conflict resolution can't ignore the current run");
    }
    sql.change(RunParameters.MAIN);
    if (resolution.withCurrent()) {
      sql.change(RunParameters.CURRENT);
    }
    if (resolution.withNewRun()) {
      sql.create(RunParameters.NEW);
    }
    if (resolution.handling() == CurrentHandling.UPDATE_CURRENT) {
      sql.replaceCurrent(resolution.withNewRun() ? RunParameters.NEW : RunParameters.MAIN);
    }
    return sql;
  }

  private static Query read() {
    return select(
            EXECUTIONS.CREATE_REQUEST_ID,
            EXECUTIONS.STATE,
            EXECUTIONS.STATUS,
            EXECUTIONS.START_TIME,
            EXECUTIONS.LAST_WRITE_VERSION,
            EXECUTIONS.NEXT_EVENT_ID,
            EXECUTIONS.DATA,
            EXECUTIONS.DATA_ENCODING,
            EXECUTIONS.DB_RECORD_VERSION)
        .from(EXECUTIONS)
        .where(RunParameters.MAIN.isKey());
  }

  private static Query readCurrent() {
    return select(
            CURRENT_EXECUTIONS.RUN_ID.as("current_run_id"),
            CURRENT_EXECUTIONS.CREATE_REQUEST_ID.as("current_create_request_id"),
            CURRENT_EXECUTIONS.STATE.as("current_state"),
            CURRENT_EXECUTIONS.STATUS.as("current_status"),
            CURRENT_EXECUTIONS.START_TIME.as("current_start_time"),
            CURRENT_EXECUTIONS.LAST_WRITE_VERSION.as("current_last_write_version"))
        .from(CURRENT_EXECUTIONS)
        .where(CURRENT_EXECUTIONS.SHARD_ID.eq(Parameters.SHARD_ID))
        .and(CURRENT_EXECUTIONS.NAMESPACE_ID.eq(Parameters.NAMESPACE_ID))
        .and(CURRENT_EXECUTIONS.WORKFLOW_ID.eq(Parameters.WORKFLOW_ID));
  }

  /** A deletion that happens only if the fence holds. */
  private static WriteQuery deletion(
      LockStrategy strategy, Supplier<DeleteConditionStep<Record>> deletion, Field<?> key) {
    return WriteBuilder.fenced(strategy, FencedTable.SHARD)
        .report(new Change("deleted", ok -> deletion.get().and(ok).returning(key)))
        .query();
  }

  /** What tells whether a write of a run has committed: who wrote the run first and last. */
  private static Query runMark() {
    return select(
            SHARDS.RANGE_ID,
            EXECUTIONS.INSERT_REQUEST_ID,
            EXECUTIONS.LAST_REQUEST_ID,
            EXECUTIONS.DB_RECORD_VERSION)
        .from(SHARDS)
        .leftJoin(EXECUTIONS)
        .on(RunParameters.MAIN.isKey())
        .where(SHARDS.SHARD_ID.eq(Parameters.SHARD_ID));
  }
}
