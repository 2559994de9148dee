// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static dev.fencepost.postgres.internal.store.Parameters.CATEGORY_ID;
import static dev.fencepost.postgres.internal.store.Parameters.LIMIT;
import static dev.fencepost.postgres.internal.store.Parameters.SHARD_ID;
import static dev.fencepost.postgres.internal.store.Parameters.bigint;
import static dev.fencepost.postgres.internal.store.Parameters.integer;
import static dev.fencepost.postgres.internal.store.Parameters.time;
import static dev.fencepost.schema.generated.Tables.HISTORY_IMMEDIATE_TASKS;
import static dev.fencepost.schema.generated.Tables.HISTORY_SCHEDULED_TASKS;
import static dev.fencepost.schema.generated.Tables.SHARDS;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.table;

import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.postgres.internal.sql.WriteQuery;
import dev.fencepost.postgres.internal.sql.WriteSql;
import dev.fencepost.postgres.internal.strategy.Change;
import dev.fencepost.postgres.internal.strategy.FencedTable;
import dev.fencepost.postgres.internal.strategy.LockStrategy;
import dev.fencepost.schema.generated.tables.HistoryImmediateTasks;
import dev.fencepost.schema.generated.tables.HistoryScheduledTasks;
import org.jooq.Condition;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The SQL of history tasks. */
final class HistoryTaskStatements {

  private static final HistoryImmediateTasks IMMEDIATE = HISTORY_IMMEDIATE_TASKS;
  private static final HistoryScheduledTasks SCHEDULED = HISTORY_SCHEDULED_TASKS;
  private static final String GIVEN = "given";

  final WriteSql add;
  final Sql readImmediate;
  final Sql readScheduled;
  final WriteSql complete;
  final WriteSql completeImmediate;
  final WriteSql completeScheduled;
  final Sql present;

  HistoryTaskStatements(LockStrategy strategy, SqlRenderer renderer) {
    this.add =
        renderer.render(
            fenced(strategy)
                .change(WriteParts.immediateTasks(), integer("immediate_count"))
                .change(WriteParts.scheduledTasks(), integer("scheduled_count"))
                .query());
    this.readImmediate =
        renderer.render(
            select(IMMEDIATE.TASK_ID, IMMEDIATE.DATA, IMMEDIATE.DATA_ENCODING)
                .from(IMMEDIATE)
                .where(isInRange(IMMEDIATE))
                .orderBy(IMMEDIATE.TASK_ID)
                .limit(LIMIT));
    this.readScheduled =
        renderer.render(
            select(SCHEDULED.FIRE_TIME, SCHEDULED.TASK_ID, SCHEDULED.DATA, SCHEDULED.DATA_ENCODING)
                .from(SCHEDULED)
                .where(isInRange(SCHEDULED))
                .and(
                    row(SCHEDULED.FIRE_TIME, SCHEDULED.TASK_ID)
                        .gt(time("after_fire_time"), bigint("after_task_id")))
                .orderBy(SCHEDULED.FIRE_TIME, SCHEDULED.TASK_ID)
                .limit(LIMIT));
    this.complete = renderer.render(complete(fenced(strategy)));
    this.completeImmediate = renderer.render(completeImmediate(fenced(strategy)));
    this.completeScheduled = renderer.render(completeScheduled(fenced(strategy)));
    this.present = renderer.render(present());
  }

  private static WriteBuilder fenced(LockStrategy strategy) {
    return WriteBuilder.fenced(strategy, FencedTable.SHARD);
  }

  private static Condition isInRange(HistoryImmediateTasks tasks) {
    return tasks
        .SHARD_ID
        .eq(SHARD_ID)
        .and(tasks.CATEGORY_ID.eq(CATEGORY_ID))
        .and(tasks.TASK_ID.ge(bigint("from_task_id")))
        .and(tasks.TASK_ID.lt(bigint("to_task_id")));
  }

  private static Condition isInRange(HistoryScheduledTasks tasks) {
    return tasks
        .SHARD_ID
        .eq(SHARD_ID)
        .and(tasks.CATEGORY_ID.eq(CATEGORY_ID))
        .and(tasks.FIRE_TIME.ge(time("from_fire_time")))
        .and(tasks.FIRE_TIME.lt(time("to_fire_time")));
  }

  private static Table<?> givenImmediate() {
    return table(
            "unnest({0}, {1})",
            Parameters.integers("immediate_category_ids"), Parameters.bigints("immediate_task_ids"))
        .as(GIVEN, "category_id", "task_id");
  }

  private static Table<?> givenScheduled() {
    return table(
            "unnest({0}, {1}, {2})",
            Parameters.integers("scheduled_category_ids"),
            Parameters.times("scheduled_fire_times"),
            Parameters.bigints("scheduled_task_ids"))
        .as(GIVEN, "category_id", "fire_time", "task_id");
  }

  private static Condition isGivenImmediate() {
    return IMMEDIATE
        .SHARD_ID
        .eq(SHARD_ID)
        .and(IMMEDIATE.CATEGORY_ID.eq(field(name(GIVEN, "category_id"), SQLDataType.INTEGER)))
        .and(IMMEDIATE.TASK_ID.eq(field(name(GIVEN, "task_id"), SQLDataType.BIGINT)));
  }

  private static Condition isGivenScheduled() {
    return SCHEDULED
        .SHARD_ID
        .eq(SHARD_ID)
        .and(SCHEDULED.CATEGORY_ID.eq(field(name(GIVEN, "category_id"), SQLDataType.INTEGER)))
        .and(
            SCHEDULED.FIRE_TIME.eq(
                field(name(GIVEN, "fire_time"), SQLDataType.TIMESTAMPWITHTIMEZONE)))
        .and(SCHEDULED.TASK_ID.eq(field(name(GIVEN, "task_id"), SQLDataType.BIGINT)));
  }

  private static WriteQuery complete(WriteBuilder write) {
    Change immediate =
        new Change(
            "immediate_deleted",
            ok ->
                deleteFrom(IMMEDIATE)
                    .using(givenImmediate())
                    .where(isGivenImmediate())
                    .and(ok)
                    .returning(IMMEDIATE.TASK_ID));
    Change scheduled =
        new Change(
            "scheduled_deleted",
            ok ->
                deleteFrom(SCHEDULED)
                    .using(givenScheduled())
                    .where(isGivenScheduled())
                    .and(ok)
                    .returning(SCHEDULED.TASK_ID));
    return write.change(immediate).change(scheduled).query();
  }

  /** Deletes the first tasks of a range, at most the limit. */
  private static WriteQuery completeImmediate(WriteBuilder write) {
    HistoryImmediateTasks first = IMMEDIATE.as("first");
    Table<?> chosen =
        select(first.TASK_ID)
            .from(first)
            .where(isInRange(first))
            .orderBy(first.TASK_ID)
            .limit(LIMIT)
            .asTable("chosen");
    Change deleted =
        new Change(
            "deleted",
            ok ->
                deleteFrom(IMMEDIATE)
                    .using(chosen)
                    .where(IMMEDIATE.SHARD_ID.eq(SHARD_ID))
                    .and(IMMEDIATE.CATEGORY_ID.eq(CATEGORY_ID))
                    .and(IMMEDIATE.TASK_ID.eq(field(name("chosen", "task_id"), SQLDataType.BIGINT)))
                    .and(ok)
                    .returning(IMMEDIATE.TASK_ID));
    return write.report(deleted).query();
  }

  /** Deletes the first tasks of a range, at most the limit. */
  private static WriteQuery completeScheduled(WriteBuilder write) {
    HistoryScheduledTasks first = SCHEDULED.as("first");
    Table<?> chosen =
        select(first.FIRE_TIME, first.TASK_ID)
            .from(first)
            .where(isInRange(first))
            .orderBy(first.FIRE_TIME, first.TASK_ID)
            .limit(LIMIT)
            .asTable("chosen");
    Change deleted =
        new Change(
            "deleted",
            ok ->
                deleteFrom(SCHEDULED)
                    .using(chosen)
                    .where(SCHEDULED.SHARD_ID.eq(SHARD_ID))
                    .and(SCHEDULED.CATEGORY_ID.eq(CATEGORY_ID))
                    .and(
                        SCHEDULED.FIRE_TIME.eq(
                            field(name("chosen", "fire_time"), SQLDataType.TIMESTAMPWITHTIMEZONE)))
                    .and(SCHEDULED.TASK_ID.eq(field(name("chosen", "task_id"), SQLDataType.BIGINT)))
                    .and(ok)
                    .returning(SCHEDULED.TASK_ID));
    return write.report(deleted).query();
  }

  /** How many of the given tasks are there, and who owns the shard. */
  private static Query present() {
    return select(
            SHARDS.RANGE_ID,
            field(selectCount().from(givenImmediate()).join(IMMEDIATE).on(isGivenImmediate()))
                .as("immediate_present"),
            field(selectCount().from(givenScheduled()).join(SCHEDULED).on(isGivenScheduled()))
                .as("scheduled_present"))
        .from(SHARDS)
        .where(SHARDS.SHARD_ID.eq(SHARD_ID));
  }
}
