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
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.update;

import dev.fencepost.postgres.internal.sql.Sql;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.postgres.internal.sql.WriteQuery;
import dev.fencepost.postgres.internal.sql.WriteSql;
import dev.fencepost.postgres.internal.strategy.Change;
import dev.fencepost.postgres.internal.strategy.FencedTable;
import dev.fencepost.postgres.internal.strategy.LockStrategy;
import dev.fencepost.schema.generated.tables.TaskQueueTasks;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.InsertOnDuplicateSetStep;
import org.jooq.InsertResultStep;
import org.jooq.Query;
import org.jooq.Record4;
import org.jooq.Select;
import org.jooq.SelectOnConditionStep;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The SQL of task queues and their backlogs. */
final class TaskQueueStatements {

  private static final Field<Long> RANGE_ID = FencedTable.RANGE_ID;
  private static final Field<Long> LOCKED_RANGE_ID =
      field(name("locked", "range_id"), SQLDataType.BIGINT);
  private static final Field<Long> LAST_TOKEN = RowChecks.bigint("last_token", "range_id");
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

  final WriteSql create;
  final Sql read;
  final Sql announce;
  final WriteSql acquire;
  final WriteSql updateState;
  final WriteSql delete;
  final Sql list;
  final WriteSql addTasks;
  final Sql readTasks;
  final WriteSql completeTasks;
  final Sql mark;
  final Sql tasksPresent;

  TaskQueueStatements(LockStrategy strategy, SqlRenderer renderer) {
    this.create = renderer.render(create(strategy));
    this.read = renderer.render(read().where(IS_QUEUE));
    this.announce = renderer.render(announce());
    this.acquire = renderer.render(acquire(strategy));
    this.updateState = renderer.render(updateState(strategy));
    this.delete = renderer.render(delete(strategy));
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
    this.addTasks = renderer.render(addTasks(strategy));
    this.readTasks =
        renderer.render(
            select(TASK_QUEUE_TASKS.TASK_ID, TASK_QUEUE_TASKS.DATA, TASK_QUEUE_TASKS.DATA_ENCODING)
                .from(TASK_QUEUE_TASKS)
                .where(isKey(TASK_QUEUE_TASKS))
                .and(TASK_QUEUE_TASKS.TASK_ID.ge(bigint("from_task_id")))
                .and(TASK_QUEUE_TASKS.TASK_ID.lt(bigint("to_task_id")))
                .orderBy(TASK_QUEUE_TASKS.TASK_ID)
                .limit(LIMIT));
    this.completeTasks = renderer.render(completeTasks(strategy));
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
  private static WriteQuery create(LockStrategy strategy) {
    WriteBuilder write = WriteBuilder.marked(strategy);
    lockLastToken(write);
    Field<Long> first = field(select(LAST_TOKEN.plus(inline(1L))).from(name("last_token")));
    Change created =
        new Change(
            "created",
            ok ->
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
                                write.isFolded() ? first : firstToken(),
                                REQUEST_ID)
                            // No token is seen if the last one was stored since the snapshot.
                            .where(write.isFolded() ? ok : ok.and(firstToken().isNotNull())))
                    .onConflictDoNothing()
                    .returning(TASK_QUEUES.RANGE_ID));
    Change stored =
        new Change(
            "stored",
            ok ->
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
                            .where(write.isFolded() ? RowChecks.present("created") : ok))
                    .returning(TASK_QUEUE_STATES.LAST_REQUEST_ID));
    return write.answer(first.as("range_id")).report(created).change(stored).query();
  }

  /** Adds the part {@code last_token}, whose row is there afterwards. */
  private static void lockLastToken(WriteBuilder write) {
    InsertResultStep<?> kept =
        keepToken(select(NAMESPACE_ID, NAME, TASK_QUEUE_TYPE, inline(0L)))
            .set(TASK_QUEUE_INTENTS.RANGE_ID, TASK_QUEUE_INTENTS.RANGE_ID)
            .returning(TASK_QUEUE_INTENTS.RANGE_ID);
    if (write.isFolded()) {
      write.lock(name("last_token").as(kept));
      return;
    }
    CommonTableExpression<?> existing =
        name("existing").as(select(TASK_QUEUES.RANGE_ID).from(TASK_QUEUES).where(IS_QUEUE));
    write
        .prepare(kept)
        .lock(
            name("last_token")
                .as(select(TASK_QUEUE_INTENTS.RANGE_ID).from(TASK_QUEUE_INTENTS).where(IS_INTENT)))
        .lock(existing)
        .require(notExists(selectOne().from(existing)));
  }

  private static Field<Long> firstToken() {
    return field(
        select(TASK_QUEUE_INTENTS.RANGE_ID.plus(inline(1L)))
            .from(TASK_QUEUE_INTENTS)
            .where(IS_INTENT));
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

  /** A write of the lease of which the present token is as expected. */
  private static WriteBuilder expecting(WriteBuilder write, Condition before) {
    CommonTableExpression<?> locked =
        name("locked")
            .as(
                select(TASK_QUEUES.RANGE_ID)
                    .from(TASK_QUEUES)
                    .where(IS_QUEUE)
                    .and(before)
                    .forUpdate());
    return write
        .lock(locked)
        .require(exists(selectOne().from(locked).where(LOCKED_RANGE_ID.eq(RANGE_ID))))
        .answer(RowChecks.only(locked, LOCKED_RANGE_ID).as("range_id"));
  }

  /**
   * Also brings an announcement down that is above the new token: one of a deleted queue of this
   * name, which nobody could ever satisfy.
   */
  private static WriteQuery acquire(LockStrategy strategy) {
    Change acquired =
        new Change(
            "acquired",
            ok ->
                update(TASK_QUEUES)
                    .set(TASK_QUEUES.RANGE_ID, RANGE_ID.plus(inline(1L)))
                    .set(TASK_QUEUES.ACQUIRE_REQUEST_ID, REQUEST_ID)
                    .where(IS_QUEUE)
                    .and(TASK_QUEUES.RANGE_ID.eq(RANGE_ID))
                    .and(ok)
                    .returning(TASK_QUEUES.RANGE_ID));
    return expecting(WriteBuilder.marked(strategy), noCondition())
        .change(acquired, inline(1))
        .query();
  }

  private static WriteQuery updateState(LockStrategy strategy) {
    Change written =
        new Change(
            "written",
            ok ->
                update(TASK_QUEUE_STATES)
                    .set(TASK_QUEUE_STATES.DATA, DATA)
                    .set(TASK_QUEUE_STATES.DATA_ENCODING, DATA_ENCODING)
                    .set(TASK_QUEUE_STATES.LAST_REQUEST_ID, REQUEST_ID)
                    .where(IS_STATE)
                    .and(ok)
                    .returning(TASK_QUEUE_STATES.LAST_REQUEST_ID));
    return fenced(strategy).change(written, inline(1)).query();
  }

  private static WriteBuilder fenced(LockStrategy strategy) {
    return WriteBuilder.fenced(strategy, FencedTable.TASK_QUEUE);
  }

  /**
   * The token stays, so that a queue created again starts above it; what was announced above it was
   * never handed out. Its row is locked before the lease, in the order in which {@code create}
   * needs them.
   */
  private static WriteQuery delete(LockStrategy strategy) {
    CommonTableExpression<?> lastToken =
        name("last_token")
            .as(
                select(TASK_QUEUE_INTENTS.RANGE_ID)
                    .from(TASK_QUEUE_INTENTS)
                    .where(IS_INTENT)
                    .forUpdate());
    Change deleted =
        new Change(
            "deleted",
            ok ->
                deleteFrom(TASK_QUEUES)
                    .where(IS_QUEUE)
                    .and(TASK_QUEUES.RANGE_ID.eq(RANGE_ID))
                    .and(ok)
                    .returning(TASK_QUEUES.RANGE_ID));
    Change states =
        new Change(
            "states_deleted",
            ok ->
                deleteFrom(TASK_QUEUE_STATES)
                    .where(IS_STATE)
                    .and(ok)
                    .returning(TASK_QUEUE_STATES.LAST_REQUEST_ID));
    Change kept =
        new Change(
            "token_kept",
            ok ->
                keepToken(select(NAMESPACE_ID, NAME, TASK_QUEUE_TYPE, RANGE_ID).where(ok))
                    .set(TASK_QUEUE_INTENTS.RANGE_ID, excluded(TASK_QUEUE_INTENTS.RANGE_ID))
                    .returning(TASK_QUEUE_INTENTS.RANGE_ID));
    return expecting(
            WriteBuilder.marked(strategy).lock(lastToken),
            RowChecks.written(lastToken).ge(inline(0)))
        .change(deleted, inline(1))
        .change(states, inline(1))
        .change(kept, inline(1))
        .query();
  }

  private static WriteQuery addTasks(LockStrategy strategy) {
    Table<?> given =
        table(
                "unnest({0}, {1}, {2})",
                Parameters.bigints("task_ids"),
                Parameters.byteArrays("task_data"),
                Parameters.texts("task_data_encoding"))
            .as("given", "task_id", "data", "data_encoding");
    Change added =
        new Change(
            "added",
            ok ->
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
                            .where(ok))
                    .returning(TASK_QUEUE_TASKS.TASK_ID));
    return fenced(strategy).change(added, integer("task_count")).query();
  }

  private static WriteQuery completeTasks(LockStrategy strategy) {
    TaskQueueTasks first = TASK_QUEUE_TASKS.as("first");
    Table<?> chosen =
        select(first.TASK_ID)
            .from(first)
            .where(isKey(first))
            .and(first.TASK_ID.lt(bigint("to_task_id")))
            .orderBy(first.TASK_ID)
            .limit(LIMIT)
            .asTable("chosen");
    Change deleted =
        new Change(
            "deleted",
            ok ->
                deleteFrom(TASK_QUEUE_TASKS)
                    .using(chosen)
                    .where(isKey(TASK_QUEUE_TASKS))
                    .and(
                        TASK_QUEUE_TASKS.TASK_ID.eq(
                            field(name("chosen", "task_id"), SQLDataType.BIGINT)))
                    .and(ok)
                    .returning(TASK_QUEUE_TASKS.TASK_ID));
    return fenced(strategy).report(deleted).query();
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
