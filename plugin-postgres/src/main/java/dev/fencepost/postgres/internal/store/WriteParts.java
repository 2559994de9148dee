// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static dev.fencepost.schema.generated.Tables.HISTORY_BRANCHES;
import static dev.fencepost.schema.generated.Tables.HISTORY_IMMEDIATE_TASKS;
import static dev.fencepost.schema.generated.Tables.HISTORY_NODES;
import static dev.fencepost.schema.generated.Tables.HISTORY_SCHEDULED_TASKS;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.postgres.internal.strategy.Change;
import dev.fencepost.spi.Blob;
import dev.fencepost.spi.history.HistoryAppend;
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.ScheduledTask;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jooq.CommonTableExpression;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/**
 * The parts of fenced statements that add tasks and history: each inserts the rows of array
 * parameters if all conditions hold, so that the text does not depend on their number.
 */
final class WriteParts {

  /** The shard of the run that a lean update has changed. */
  static final Field<Integer> OK_SHARD_ID = field(name("ok", "shard_id"), SQLDataType.INTEGER);

  private static final String GIVEN = "given";

  private WriteParts() {}

  private static <T> Field<T> given(String column, DataType<T> type) {
    return field(name(GIVEN, column), type);
  }

  static Change immediateTasks() {
    Table<?> given =
        table(
                "unnest({0}, {1}, {2}, {3})",
                Parameters.integers("immediate_category_ids"),
                Parameters.bigints("immediate_task_ids"),
                Parameters.byteArrays("immediate_data"),
                Parameters.texts("immediate_data_encoding"))
            .as(GIVEN, "category_id", "task_id", "data", "data_encoding");
    return new Change(
        "immediate_tasks",
        ok ->
            insertInto(
                    HISTORY_IMMEDIATE_TASKS,
                    HISTORY_IMMEDIATE_TASKS.SHARD_ID,
                    HISTORY_IMMEDIATE_TASKS.CATEGORY_ID,
                    HISTORY_IMMEDIATE_TASKS.TASK_ID,
                    HISTORY_IMMEDIATE_TASKS.DATA,
                    HISTORY_IMMEDIATE_TASKS.DATA_ENCODING)
                .select(
                    select(
                            Parameters.SHARD_ID,
                            given("category_id", SQLDataType.INTEGER),
                            given("task_id", SQLDataType.BIGINT),
                            given("data", SQLDataType.BLOB),
                            given("data_encoding", SQLDataType.CLOB))
                        .from(given)
                        .where(ok))
                .returning(HISTORY_IMMEDIATE_TASKS.TASK_ID));
  }

  /** One immediate task, without arrays. */
  static CommonTableExpression<?> oneImmediateTask() {
    return name("immediate_tasks")
        .as(
            insertInto(
                    HISTORY_IMMEDIATE_TASKS,
                    HISTORY_IMMEDIATE_TASKS.SHARD_ID,
                    HISTORY_IMMEDIATE_TASKS.CATEGORY_ID,
                    HISTORY_IMMEDIATE_TASKS.TASK_ID,
                    HISTORY_IMMEDIATE_TASKS.DATA,
                    HISTORY_IMMEDIATE_TASKS.DATA_ENCODING)
                .select(
                    select(
                            OK_SHARD_ID,
                            Parameters.integer("immediate_category_id"),
                            Parameters.bigint("immediate_task_id"),
                            Parameters.bytes("immediate_data"),
                            Parameters.text("immediate_data_encoding"))
                        .from(name("ok")))
                .returning(HISTORY_IMMEDIATE_TASKS.TASK_ID));
  }

  /** One node that is not stored yet, without arrays. */
  static CommonTableExpression<?> oneNewNode() {
    return name("nodes")
        .as(
            insertInto(
                    HISTORY_NODES,
                    HISTORY_NODES.SHARD_ID,
                    HISTORY_NODES.TREE_ID,
                    HISTORY_NODES.BRANCH_ID,
                    HISTORY_NODES.NODE_ID,
                    HISTORY_NODES.TRANSACTION_ID,
                    HISTORY_NODES.PREVIOUS_TRANSACTION_ID,
                    HISTORY_NODES.DATA,
                    HISTORY_NODES.DATA_ENCODING)
                .select(
                    select(
                            OK_SHARD_ID,
                            Parameters.uuid("node_tree_id"),
                            Parameters.uuid("node_branch_id"),
                            Parameters.bigint("node_id"),
                            Parameters.bigint("node_transaction_id"),
                            Parameters.bigint("node_previous_transaction_id"),
                            Parameters.bytes("node_data"),
                            Parameters.text("node_data_encoding"))
                        .from(name("ok")))
                .returning(HISTORY_NODES.NODE_ID));
  }

  static void bindOne(Binder binder, ImmediateTask task) throws SQLException {
    binder
        .integer("immediate_category_id", task.category().id())
        .bigint("immediate_task_id", task.taskId())
        .blob("immediate_data", task.payload());
  }

  static void bindOne(Binder binder, HistoryAppend append) throws SQLException {
    binder
        .uuid("node_tree_id", append.branch().treeId())
        .uuid("node_branch_id", append.branch().branchId())
        .bigint("node_id", append.node().nodeId())
        .bigint("node_transaction_id", append.node().transactionId())
        .bigint("node_previous_transaction_id", append.node().previousTransactionId())
        .blob("node_data", append.node().events());
  }

  static Change scheduledTasks() {
    Table<?> given =
        table(
                "unnest({0}, {1}, {2}, {3}, {4})",
                Parameters.integers("scheduled_category_ids"),
                Parameters.times("scheduled_fire_times"),
                Parameters.bigints("scheduled_task_ids"),
                Parameters.byteArrays("scheduled_data"),
                Parameters.texts("scheduled_data_encoding"))
            .as(GIVEN, "category_id", "fire_time", "task_id", "data", "data_encoding");
    Field<OffsetDateTime> fireTime = given("fire_time", SQLDataType.TIMESTAMPWITHTIMEZONE);
    return new Change(
        "scheduled_tasks",
        ok ->
            insertInto(
                    HISTORY_SCHEDULED_TASKS,
                    HISTORY_SCHEDULED_TASKS.SHARD_ID,
                    HISTORY_SCHEDULED_TASKS.CATEGORY_ID,
                    HISTORY_SCHEDULED_TASKS.FIRE_TIME,
                    HISTORY_SCHEDULED_TASKS.TASK_ID,
                    HISTORY_SCHEDULED_TASKS.DATA,
                    HISTORY_SCHEDULED_TASKS.DATA_ENCODING)
                .select(
                    select(
                            Parameters.SHARD_ID,
                            given("category_id", SQLDataType.INTEGER),
                            fireTime,
                            given("task_id", SQLDataType.BIGINT),
                            given("data", SQLDataType.BLOB),
                            given("data_encoding", SQLDataType.CLOB))
                        .from(given)
                        .where(ok))
                .returning(HISTORY_SCHEDULED_TASKS.TASK_ID));
  }

  static Change nodes() {
    Table<?> given =
        table(
                "unnest({0}, {1}, {2}, {3}, {4}, {5}, {6})",
                Parameters.uuids("node_tree_ids"),
                Parameters.uuids("node_branch_ids"),
                Parameters.bigints("node_ids"),
                Parameters.bigints("node_transaction_ids"),
                Parameters.bigints("node_previous_transaction_ids"),
                Parameters.byteArrays("node_data"),
                Parameters.texts("node_data_encoding"))
            .as(
                GIVEN,
                "tree_id",
                "branch_id",
                "node_id",
                "transaction_id",
                "previous_transaction_id",
                "data",
                "data_encoding");
    return new Change(
        "nodes",
        ok ->
            insertInto(
                    HISTORY_NODES,
                    HISTORY_NODES.SHARD_ID,
                    HISTORY_NODES.TREE_ID,
                    HISTORY_NODES.BRANCH_ID,
                    HISTORY_NODES.NODE_ID,
                    HISTORY_NODES.TRANSACTION_ID,
                    HISTORY_NODES.PREVIOUS_TRANSACTION_ID,
                    HISTORY_NODES.DATA,
                    HISTORY_NODES.DATA_ENCODING)
                .select(
                    select(
                            Parameters.SHARD_ID,
                            given("tree_id", SQLDataType.UUID),
                            given("branch_id", SQLDataType.UUID),
                            given("node_id", SQLDataType.BIGINT),
                            given("transaction_id", SQLDataType.BIGINT),
                            given("previous_transaction_id", SQLDataType.BIGINT),
                            given("data", SQLDataType.BLOB),
                            given("data_encoding", SQLDataType.CLOB))
                        .from(given)
                        .where(ok))
                .onConflict(
                    HISTORY_NODES.SHARD_ID,
                    HISTORY_NODES.TREE_ID,
                    HISTORY_NODES.BRANCH_ID,
                    HISTORY_NODES.NODE_ID,
                    HISTORY_NODES.TRANSACTION_ID)
                .doUpdate()
                .set(
                    HISTORY_NODES.PREVIOUS_TRANSACTION_ID,
                    excluded(HISTORY_NODES.PREVIOUS_TRANSACTION_ID))
                .set(HISTORY_NODES.DATA, excluded(HISTORY_NODES.DATA))
                .set(HISTORY_NODES.DATA_ENCODING, excluded(HISTORY_NODES.DATA_ENCODING))
                .returning(HISTORY_NODES.NODE_ID));
  }

  static Change branches() {
    Table<?> given =
        table(
                "unnest({0}, {1}, {2}, {3})",
                Parameters.uuids("branch_tree_ids"),
                Parameters.uuids("branch_ids"),
                Parameters.texts("branch_ancestors"),
                Parameters.texts("branch_information"))
            .as(GIVEN, "tree_id", "branch_id", "ancestors", "information");
    return new Change(
        "branches",
        ok ->
            insertInto(
                    HISTORY_BRANCHES,
                    HISTORY_BRANCHES.SHARD_ID,
                    HISTORY_BRANCHES.TREE_ID,
                    HISTORY_BRANCHES.BRANCH_ID,
                    HISTORY_BRANCHES.ANCESTORS,
                    HISTORY_BRANCHES.INFORMATION,
                    HISTORY_BRANCHES.CREATED_AT,
                    HISTORY_BRANCHES.CREATE_REQUEST_ID)
                .select(
                    select(
                            Parameters.SHARD_ID,
                            given("tree_id", SQLDataType.UUID),
                            given("branch_id", SQLDataType.UUID),
                            given("ancestors", SQLDataType.CLOB),
                            given("information", SQLDataType.CLOB),
                            currentOffsetDateTime(),
                            Parameters.REQUEST_ID)
                        .from(given)
                        .where(ok))
                .onConflictDoNothing()
                .returning(HISTORY_BRANCHES.BRANCH_ID));
  }

  static void bindImmediate(Binder binder, List<ImmediateTask> tasks) throws SQLException {
    binder
        .integers(
            "immediate_category_ids",
            tasks.stream().mapToInt(task -> task.category().id()).toArray())
        .bigints("immediate_task_ids", tasks.stream().mapToLong(ImmediateTask::taskId).toArray())
        .blobs("immediate_data", tasks.stream().map(ImmediateTask::payload).toList());
  }

  static void bindScheduled(Binder binder, List<ScheduledTask> tasks) throws SQLException {
    binder
        .integers(
            "scheduled_category_ids",
            tasks.stream().mapToInt(task -> task.category().id()).toArray())
        .times("scheduled_fire_times", tasks.stream().map(ScheduledTask::fireTime).toList())
        .bigints("scheduled_task_ids", tasks.stream().mapToLong(ScheduledTask::taskId).toArray())
        .blobs("scheduled_data", tasks.stream().map(ScheduledTask::payload).toList());
  }

  static void bindNodes(Binder binder, List<HistoryAppend> appends) throws SQLException {
    int size = appends.size();
    UUID[] trees = new UUID[size];
    UUID[] branches = new UUID[size];
    long[] ids = new long[size];
    long[] transactions = new long[size];
    long[] previous = new long[size];
    List<Blob> events = new ArrayList<>(size);
    for (int index = 0; index < size; index++) {
      HistoryAppend append = appends.get(index);
      trees[index] = append.branch().treeId();
      branches[index] = append.branch().branchId();
      ids[index] = append.node().nodeId();
      transactions[index] = append.node().transactionId();
      previous[index] = append.node().previousTransactionId();
      events.add(append.node().events());
    }
    binder
        .uuids("node_tree_ids", trees)
        .uuids("node_branch_ids", branches)
        .bigints("node_ids", ids)
        .bigints("node_transaction_ids", transactions)
        .bigints("node_previous_transaction_ids", previous)
        .blobs("node_data", events);
  }

  static void bindBranches(Binder binder, List<HistoryAppend> appends) throws SQLException {
    List<HistoryAppend> creating =
        appends.stream().filter(append -> append.newBranch().isPresent()).toList();
    binder
        .uuids(
            "branch_tree_ids",
            creating.stream().map(append -> append.branch().treeId()).toArray(UUID[]::new))
        .uuids(
            "branch_ids",
            creating.stream().map(append -> append.branch().branchId()).toArray(UUID[]::new))
        .texts(
            "branch_ancestors",
            creating.stream()
                .map(append -> AncestorText.write(append.branch().ancestors()))
                .toArray(String[]::new))
        .texts(
            "branch_information",
            creating.stream()
                .map(append -> append.newBranch().orElseThrow())
                .toArray(String[]::new));
  }

  static List<ImmediateTask> immediate(List<? extends HistoryTask> tasks) {
    List<ImmediateTask> found = new ArrayList<>(tasks.size());
    for (HistoryTask task : tasks) {
      if (task instanceof ImmediateTask immediate) {
        found.add(immediate);
      }
    }
    return found;
  }

  static List<ScheduledTask> scheduled(List<? extends HistoryTask> tasks) {
    List<ScheduledTask> found = new ArrayList<>(tasks.size());
    for (HistoryTask task : tasks) {
      if (task instanceof ScheduledTask scheduled) {
        found.add(scheduled);
      }
    }
    return found;
  }
}
