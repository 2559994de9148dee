// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static dev.fencepost.postgres.internal.store.Parameters.DATA;
import static dev.fencepost.postgres.internal.store.Parameters.DATA_ENCODING;
import static dev.fencepost.postgres.internal.store.Parameters.LIMIT;
import static dev.fencepost.postgres.internal.store.Parameters.NAME;
import static dev.fencepost.postgres.internal.store.Parameters.NAMESPACE_ID;
import static dev.fencepost.postgres.internal.store.Parameters.REQUEST_ID;
import static dev.fencepost.postgres.internal.store.Parameters.TASK_QUEUE_TYPE;
import static dev.fencepost.postgres.internal.store.Parameters.bigint;
import static dev.fencepost.postgres.internal.store.Parameters.integer;
import static dev.fencepost.schema.generated.Tables.TASK_QUEUES;
import static dev.fencepost.schema.generated.Tables.TASK_QUEUE_INTENTS;
import static dev.fencepost.schema.generated.Tables.TASK_QUEUE_STATES;
import static dev.fencepost.schema.generated.Tables.TASK_QUEUE_TASKS;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.with;

import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.schema.generated.tables.TaskQueueTasks;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.InsertOnDuplicateSetStep;
import org.jooq.Query;
import org.jooq.Record4;
import org.jooq.Select;
import org.jooq.SelectOnConditionStep;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The SQL of task queues and their backlogs. */
final class TaskQueueStatements {

  private static final Field<Long> RANGE_ID = FenceSql.RANGE_ID;
  private static final Field<Long> LOCKED_RANGE_ID =
      field(name("locked", "range_id"), SQLDataType.BIGINT);
  private static final Condition IS_QUEUE =
      isKey(TASK_QUEUES.NAMESPACE_ID, TASK_QUEUES.NAME, TASK_QUEUES.TASK_QUEUE_TYPE);
  private static final Condition IS_STATE =
      isKey(
          TASK_QUEUE_STATES.NAMESPACE_ID,
          TASK_QUEUE_STATES.NAME,
          TASK_QUEUE_STATES.TASK_QUEUE_TYPE);
  private static final Condition IS_INTENT =
      isKey(
          TASK_QUEUE_INTENTS.NAMESPACE_ID,
          TASK_QUEUE_INTENTS.NAME,
          TASK_QUEUE_INTENTS.TASK_QUEUE_TYPE);

  final Sql create;
  final Sql read;
  final Sql announce;
  final Sql acquire;
  final Sql updateState;
  final Sql delete;
  final Sql list;
  final Sql addTasks;
  final Sql readTasks;
  final Sql completeTasks;
  final Sql mark;
  final Sql tasksPresent;

  TaskQueueStatements(SqlRenderer renderer) {
    this.create = renderer.render(create());
    this.read = renderer.render(read().where(IS_QUEUE));
    this.announce = renderer.render(announce());
    this.acquire = renderer.render(acquire());
    this.updateState = renderer.render(updateState());
    this.delete = renderer.render(delete());
    this.list =
        renderer.render(
            read()
                .where(
                    row(TASK_QUEUES.NAMESPACE_ID, TASK_QUEUES.NAME, TASK_QUEUES.TASK_QUEUE_TYPE)
                        .gt(NAMESPACE_ID, NAME, TASK_QUEUE_TYPE))
                .and(
                    row(
                            TASK_QUEUE_STATES.NAMESPACE_ID,
                            TASK_QUEUE_STATES.NAME,
                            TASK_QUEUE_STATES.TASK_QUEUE_TYPE)
                        .gt(NAMESPACE_ID, NAME, TASK_QUEUE_TYPE))
                .orderBy(TASK_QUEUES.NAMESPACE_ID, TASK_QUEUES.NAME, TASK_QUEUES.TASK_QUEUE_TYPE)
                .limit(LIMIT));
    this.addTasks = renderer.render(addTasks());
    this.readTasks =
        renderer.render(
            select(TASK_QUEUE_TASKS.TASK_ID, TASK_QUEUE_TASKS.DATA, TASK_QUEUE_TASKS.DATA_ENCODING)
                .from(TASK_QUEUE_TASKS)
                .where(isKey(TASK_QUEUE_TASKS))
                .and(TASK_QUEUE_TASKS.TASK_ID.ge(bigint("from_task_id")))
                .and(TASK_QUEUE_TASKS.TASK_ID.lt(bigint("to_task_id")))
                .orderBy(TASK_QUEUE_TASKS.TASK_ID)
                .limit(LIMIT));
    this.completeTasks = renderer.render(completeTasks());
    this.mark =
        renderer.render(
            select(
                    TASK_QUEUES.RANGE_ID,
                    TASK_QUEUES.CREATE_REQUEST_ID,
                    TASK_QUEUES.ACQUIRE_REQUEST_ID,
                    TASK_QUEUE_STATES.LAST_REQUEST_ID,
                    TASK_QUEUE_STATES.DATA,
                    TASK_QUEUE_STATES.DATA_ENCODING)
                .from(TASK_QUEUES)
                .join(TASK_QUEUE_STATES)
                .on(IS_STATE)
                .where(IS_QUEUE));
    this.tasksPresent = renderer.render(tasksPresent());
  }

  private static Condition isKey(Field<UUID> namespaceId, Field<String> name, Field<Short> type) {
    return namespaceId.eq(NAMESPACE_ID).and(name.eq(NAME)).and(type.eq(TASK_QUEUE_TYPE));
  }

  private static Condition isKey(TaskQueueTasks tasks) {
    return isKey(tasks.NAMESPACE_ID, tasks.NAME, tasks.TASK_QUEUE_TYPE);
  }

  private static SelectOnConditionStep<?> read() {
    return select(
            TASK_QUEUES.NAMESPACE_ID,
            TASK_QUEUES.NAME,
            TASK_QUEUES.TASK_QUEUE_TYPE,
            TASK_QUEUES.RANGE_ID,
            TASK_QUEUE_STATES.DATA,
            TASK_QUEUE_STATES.DATA_ENCODING)
        .from(TASK_QUEUES)
        .join(TASK_QUEUE_STATES)
        .on(TASK_QUEUE_STATES.NAMESPACE_ID.eq(TASK_QUEUES.NAMESPACE_ID))
        .and(TASK_QUEUE_STATES.NAME.eq(TASK_QUEUES.NAME))
        .and(TASK_QUEUE_STATES.TASK_QUEUE_TYPE.eq(TASK_QUEUES.TASK_QUEUE_TYPE));
  }

  /**
   * The token is one above the last that a deleted queue of this name had, which is read where it
   * is locked: an earlier snapshot would not have a deletion that was waited for.
   */
  private static Query create() {
    Field<Long> last = RowChecks.bigint("last_token", "range_id");
    CommonTableExpression<?> lastToken =
        name("last_token")
            .as(
                keepToken(select(NAMESPACE_ID, NAME, TASK_QUEUE_TYPE, inline(0L)))
                    .set(TASK_QUEUE_INTENTS.RANGE_ID, TASK_QUEUE_INTENTS.RANGE_ID)
                    .returning(TASK_QUEUE_INTENTS.RANGE_ID));
    CommonTableExpression<?> created =
        name("created")
            .as(
                insertInto(
                        TASK_QUEUES,
                        TASK_QUEUES.NAMESPACE_ID,
                        TASK_QUEUES.NAME,
                        TASK_QUEUES.TASK_QUEUE_TYPE,
                        TASK_QUEUES.RANGE_ID,
                        TASK_QUEUES.CREATE_REQUEST_ID)
                    .select(
                        select(
                                NAMESPACE_ID,
                                NAME,
                                TASK_QUEUE_TYPE,
                                last.plus(inline(1L)),
                                REQUEST_ID)
                            .from(lastToken))
                    .onConflictDoNothing()
                    .returning(TASK_QUEUES.RANGE_ID));
    CommonTableExpression<?> stored =
        name("stored")
            .as(
                insertInto(
                        TASK_QUEUE_STATES,
                        TASK_QUEUE_STATES.NAMESPACE_ID,
                        TASK_QUEUE_STATES.NAME,
                        TASK_QUEUE_STATES.TASK_QUEUE_TYPE,
                        TASK_QUEUE_STATES.DATA,
                        TASK_QUEUE_STATES.DATA_ENCODING,
                        TASK_QUEUE_STATES.LAST_REQUEST_ID)
                    .select(
                        select(NAMESPACE_ID, NAME, TASK_QUEUE_TYPE, DATA, DATA_ENCODING, REQUEST_ID)
                            .where(exists(selectOne().from(created))))
                    .returning(TASK_QUEUE_STATES.LAST_REQUEST_ID));
    return with(lastToken)
        .with(created)
        .with(stored)
        .select(
            RowChecks.only(created, RowChecks.bigint("created", "range_id")).as("range_id"),
            RowChecks.written(stored).as("stored"));
  }

  /**
   * Stores a token beside the lease, where it outlives the queue, and says what if one is there.
   */
  private static InsertOnDuplicateSetStep<?> keepToken(
      Select<Record4<UUID, String, Short, Long>> token) {
    return insertInto(
            TASK_QUEUE_INTENTS,
            TASK_QUEUE_INTENTS.NAMESPACE_ID,
            TASK_QUEUE_INTENTS.NAME,
            TASK_QUEUE_INTENTS.TASK_QUEUE_TYPE,
            TASK_QUEUE_INTENTS.RANGE_ID)
        .select(token)
        .onConflict(
            TASK_QUEUE_INTENTS.NAMESPACE_ID,
            TASK_QUEUE_INTENTS.NAME,
            TASK_QUEUE_INTENTS.TASK_QUEUE_TYPE)
        .doUpdate();
  }

  private static Field<Long> greatestToken() {
    return greatest(TASK_QUEUE_INTENTS.RANGE_ID, excluded(TASK_QUEUE_INTENTS.RANGE_ID));
  }

  /** Greatest wins; nothing is announced that the lease's own token does not lead up to. */
  private static Query announce() {
    return keepToken(
            select(
                    TASK_QUEUES.NAMESPACE_ID,
                    TASK_QUEUES.NAME,
                    TASK_QUEUES.TASK_QUEUE_TYPE,
                    TASK_QUEUES.RANGE_ID.plus(inline(1L)))
                .from(TASK_QUEUES)
                .where(IS_QUEUE)
                .and(TASK_QUEUES.RANGE_ID.eq(RANGE_ID)))
        .set(TASK_QUEUE_INTENTS.RANGE_ID, greatestToken())
        .returning(TASK_QUEUE_INTENTS.RANGE_ID);
  }

  private static CommonTableExpression<?> locked(Condition before) {
    return name("locked")
        .as(select(TASK_QUEUES.RANGE_ID).from(TASK_QUEUES).where(IS_QUEUE).and(before).forUpdate());
  }

  private static CommonTableExpression<?> expected(CommonTableExpression<?> locked) {
    return name("ok")
        .as(select(inline(1).as("one")).from(locked).where(LOCKED_RANGE_ID.eq(RANGE_ID)));
  }

  private static Query acquire() {
    CommonTableExpression<?> locked = locked(noCondition());
    CommonTableExpression<?> acquired =
        name("acquired")
            .as(
                update(TASK_QUEUES)
                    .set(TASK_QUEUES.RANGE_ID, RANGE_ID.plus(inline(1L)))
                    .set(TASK_QUEUES.ACQUIRE_REQUEST_ID, REQUEST_ID)
                    .where(IS_QUEUE)
                    .and(TASK_QUEUES.RANGE_ID.eq(RANGE_ID))
                    .and(RowChecks.ok())
                    .returning(TASK_QUEUES.RANGE_ID));
    return with(locked)
        .with(expected(locked))
        .with(acquired)
        .select(LOCKED_RANGE_ID, RowChecks.checked(RowChecks.written(acquired).eq(inline(1))))
        .from(locked);
  }

  private static Query updateState() {
    CommonTableExpression<?> written =
        name("written")
            .as(
                update(TASK_QUEUE_STATES)
                    .set(TASK_QUEUE_STATES.DATA, DATA)
                    .set(TASK_QUEUE_STATES.DATA_ENCODING, DATA_ENCODING)
                    .set(TASK_QUEUE_STATES.LAST_REQUEST_ID, REQUEST_ID)
                    .where(IS_STATE)
                    .and(RowChecks.ok())
                    .returning(TASK_QUEUE_STATES.LAST_REQUEST_ID));
    return new FencedSql(FenceSql.ofTaskQueue()).with(written, inline(1)).statement();
  }

  /**
   * The token stays, so that a queue created again starts above it. Its row is locked before the
   * lease, in the order in which {@code create} needs them.
   */
  private static Query delete() {
    CommonTableExpression<?> lastToken =
        name("last_token")
            .as(
                select(TASK_QUEUE_INTENTS.RANGE_ID)
                    .from(TASK_QUEUE_INTENTS)
                    .where(IS_INTENT)
                    .forUpdate());
    CommonTableExpression<?> locked = locked(RowChecks.written(lastToken).ge(inline(0)));
    CommonTableExpression<?> deleted =
        name("deleted")
            .as(
                deleteFrom(TASK_QUEUES)
                    .where(IS_QUEUE)
                    .and(RowChecks.ok())
                    .returning(TASK_QUEUES.RANGE_ID));
    CommonTableExpression<?> states =
        name("states_deleted")
            .as(
                deleteFrom(TASK_QUEUE_STATES)
                    .where(IS_STATE)
                    .and(RowChecks.ok())
                    .returning(TASK_QUEUE_STATES.LAST_REQUEST_ID));
    CommonTableExpression<?> kept =
        name("token_kept")
            .as(
                keepToken(
                        select(NAMESPACE_ID, NAME, TASK_QUEUE_TYPE, RANGE_ID).where(RowChecks.ok()))
                    .set(TASK_QUEUE_INTENTS.RANGE_ID, greatestToken())
                    .returning(TASK_QUEUE_INTENTS.RANGE_ID));
    return with(lastToken)
        .with(locked)
        .with(expected(locked))
        .with(deleted)
        .with(states)
        .with(kept)
        .select(
            LOCKED_RANGE_ID,
            RowChecks.checked(
                RowChecks.written(deleted)
                    .eq(inline(1))
                    .and(RowChecks.written(states).eq(inline(1)))
                    .and(RowChecks.written(kept).eq(inline(1)))))
        .from(locked);
  }

  private static Query addTasks() {
    Table<?> given =
        table(
                "unnest({0}, {1}, {2})",
                Parameters.bigints("task_ids"),
                Parameters.byteArrays("task_data"),
                Parameters.texts("task_data_encoding"))
            .as("given", "task_id", "data", "data_encoding");
    CommonTableExpression<?> added =
        name("added")
            .as(
                insertInto(
                        TASK_QUEUE_TASKS,
                        TASK_QUEUE_TASKS.NAMESPACE_ID,
                        TASK_QUEUE_TASKS.NAME,
                        TASK_QUEUE_TASKS.TASK_QUEUE_TYPE,
                        TASK_QUEUE_TASKS.TASK_ID,
                        TASK_QUEUE_TASKS.DATA,
                        TASK_QUEUE_TASKS.DATA_ENCODING)
                    .select(
                        select(
                                NAMESPACE_ID,
                                NAME,
                                TASK_QUEUE_TYPE,
                                field(name("given", "task_id"), SQLDataType.BIGINT),
                                field(name("given", "data"), SQLDataType.BLOB),
                                field(name("given", "data_encoding"), SQLDataType.CLOB))
                            .from(given)
                            .where(RowChecks.ok()))
                    .returning(TASK_QUEUE_TASKS.TASK_ID));
    return new FencedSql(FenceSql.ofTaskQueue()).with(added, integer("task_count")).statement();
  }

  private static Query completeTasks() {
    TaskQueueTasks first = TASK_QUEUE_TASKS.as("first");
    Table<?> chosen =
        select(first.TASK_ID)
            .from(first)
            .where(isKey(first))
            .and(first.TASK_ID.lt(bigint("to_task_id")))
            .orderBy(first.TASK_ID)
            .limit(LIMIT)
            .asTable("chosen");
    CommonTableExpression<?> deleted =
        name("deleted")
            .as(
                deleteFrom(TASK_QUEUE_TASKS)
                    .using(chosen)
                    .where(isKey(TASK_QUEUE_TASKS))
                    .and(
                        TASK_QUEUE_TASKS.TASK_ID.eq(
                            field(name("chosen", "task_id"), SQLDataType.BIGINT)))
                    .and(RowChecks.ok())
                    .returning(TASK_QUEUE_TASKS.TASK_ID));
    return new FencedSql(FenceSql.ofTaskQueue())
        .with(deleted)
        .answer(RowChecks.written(deleted).as("deleted"))
        .statement();
  }

  private static Query tasksPresent() {
    Table<?> given = table("unnest({0})", Parameters.bigints("task_ids")).as("given", "task_id");
    return select(
            TASK_QUEUES.RANGE_ID,
            field(
                    selectCount()
                        .from(given)
                        .join(TASK_QUEUE_TASKS)
                        .on(isKey(TASK_QUEUE_TASKS))
                        .and(
                            TASK_QUEUE_TASKS.TASK_ID.eq(
                                field(name("given", "task_id"), SQLDataType.BIGINT))))
                .as("present"))
        .from(TASK_QUEUES)
        .where(IS_QUEUE);
  }
}
