// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.postgres.internal.sql.Columns;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.postgres.internal.transaction.Operation;
import dev.fencepost.postgres.internal.transaction.Write;
import dev.fencepost.spi.Blob;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.fence.TaskQueueFence;
import dev.fencepost.spi.taskqueue.TaskQueue;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueStore;
import dev.fencepost.spi.taskqueue.TaskQueueTask;
import dev.fencepost.spi.taskqueue.TaskQueueType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Task queues in PostgreSQL. */
final class PostgresTaskQueueStore implements TaskQueueStore {

  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final Stores stores;
  private final TakeOver takeOver;
  private final TaskQueueStatements statements;
  private final TaskQueueWrites writes;
  private final Operation create;
  private final Operation read;
  private final Operation acquire;
  private final Operation updateState;
  private final Operation delete;
  private final Operation list;
  private final Operation addTasks;
  private final Operation readTasks;
  private final Operation completeTasks;

  PostgresTaskQueueStore(Stores stores, TakeOver takeOver, SqlRenderer renderer) {
    this.stores = stores;
    this.takeOver = takeOver;
    this.statements = new TaskQueueStatements(stores.strategy(), renderer);
    this.writes = new TaskQueueWrites(statements, stores.strategy().fenceRows(renderer));
    this.create = stores.operation("taskQueues.create");
    this.read = stores.operation("taskQueues.read");
    this.acquire = stores.operation("taskQueues.acquire");
    this.updateState = stores.operation("taskQueues.updateState");
    this.delete = stores.operation("taskQueues.delete");
    this.list = stores.operation("taskQueues.list");
    this.addTasks = stores.operation("taskQueues.addTasks");
    this.readTasks = stores.operation("taskQueues.readTasks");
    this.completeTasks = stores.operation("taskQueues.completeTasks");
  }

  @Override
  public TaskQueue create(TaskQueueKey key, Blob state, UUID requestId) {
    stores.requests().requireTaskQueue(key);
    stores.requests().requireBlob(state);
    return stores.runner().write(create, writes.creation(key, state, requestId));
  }

  @Override
  public TaskQueue read(TaskQueueKey key) {
    stores.requests().requireTaskQueue(key);
    return stores
        .runner()
        .read(read, session -> writes.find(session, key))
        .orElseThrow(() -> new NotFound("task queue not found", Map.of("key", key)));
  }

  @Override
  public TaskQueue acquire(TaskQueueFence expected, UUID requestId) {
    stores.requests().requireTaskQueue(expected.key());
    return takeOver.run(
        acquire,
        Write.repeatable(session -> writes.announce(session, expected)),
        watch -> writes.acquisition(expected, requestId, watch));
  }

  @Override
  public void updateState(TaskQueueFence fence, Blob state, UUID requestId) {
    stores.requests().requireTaskQueue(fence.key());
    stores.requests().requireBlob(state);
    stores.runner().write(updateState, writes.stateUpdate(fence, state, requestId));
  }

  @Override
  public void delete(TaskQueueFence expected, UUID requestId) {
    stores.requests().requireTaskQueue(expected.key());
    if (stores.strategy().announcesDeletions()) {
      stores
          .runner()
          .write(delete, Write.repeatable(session -> writes.announce(session, expected)));
    }
    stores.runner().write(delete, writes.deletion(expected));
  }

  @Override
  public Page<TaskQueue> list(PageRequest page) {
    PageTokens tokens = new PageTokens("task queues");
    Optional<TaskQueueKey> after =
        page.token().map(token -> tokens.read(token, PostgresTaskQueueStore::parse));
    List<TaskQueue> queues =
        stores
            .runner()
            .read(
                list,
                session ->
                    session.all(
                        statements.list,
                        bind ->
                            bind.uuid(
                                    "namespace_id",
                                    after.map(TaskQueueKey::namespaceId).orElse(BEFORE_ALL))
                                .text("name", after.map(TaskQueueKey::name).orElse(""))
                                .smallint(
                                    "task_queue_type",
                                    after.map(key -> key.type().code()).orElse(0))
                                .integer("limit", Keyset.limit(page)),
                        PostgresTaskQueueStore::taskQueue));
    return Keyset.page(
        queues,
        page,
        last ->
            tokens.write(last.key().namespaceId(), last.key().name(), last.key().type().code()));
  }

  @Override
  public void addTasks(TaskQueueFence fence, List<TaskQueueTask> tasks, UUID requestId) {
    stores.requests().requireTaskQueue(fence.key());
    List<TaskQueueTask> given = List.copyOf(tasks);
    if (given.isEmpty()) {
      throw new InvalidRequest("a list is empty", Map.of("field", "tasks"));
    }
    given.forEach(task -> stores.requests().requireBlob(task.payload()));
    stores.runner().write(addTasks, writes.addition(fence, given));
  }

  @Override
  public Page<TaskQueueTask> readTasks(
      TaskQueueKey key, long fromInclusive, long toExclusive, PageRequest page) {
    stores.requests().requireTaskQueue(key);
    if (toExclusive < fromInclusive) {
      throw new InvalidRequest(
          "a range ends before it starts",
          Map.of("fromInclusive", fromInclusive, "toExclusive", toExclusive));
    }
    PageTokens tokens = new PageTokens("tasks", key, fromInclusive, toExclusive);
    long from =
        page.token()
            .map(token -> tokens.read(token, last -> Long.parseLong(last.getFirst()) + 1))
            .orElse(fromInclusive);
    List<TaskQueueTask> tasks =
        stores
            .runner()
            .read(
                readTasks,
                session ->
                    session.all(
                        statements.readTasks,
                        bind ->
                            bindKey(bind, key)
                                .bigint("from_task_id", from)
                                .bigint("to_task_id", toExclusive)
                                .integer("limit", Keyset.limit(page)),
                        row ->
                            new TaskQueueTask(row.getLong("task_id"), Columns.blob(row, "data"))));
    return Keyset.page(tasks, page, last -> tokens.write(last.taskId()));
  }

  @Override
  public int completeTasks(TaskQueueFence fence, long toExclusive, int limit, UUID requestId) {
    stores.requests().requireTaskQueue(fence.key());
    if (limit < 1) {
      throw new InvalidRequest("limit is at least 1", Map.of("field", "limit", "actual", limit));
    }
    return stores.runner().write(completeTasks, writes.completion(fence, toExclusive, limit));
  }

  static Binder bindKey(Binder bind, TaskQueueKey key) throws SQLException {
    return bind.uuid("namespace_id", key.namespaceId())
        .text("name", key.name())
        .smallint("task_queue_type", key.type().code());
  }

  static TaskQueue taskQueue(ResultSet row) throws SQLException {
    return new TaskQueue(
        new TaskQueueKey(
            Columns.uuid(row, "namespace_id"),
            row.getString("name"),
            TaskQueueType.ofCode(row.getInt("task_queue_type"))),
        row.getLong("range_id"),
        Columns.blob(row, "data"));
  }

  static ConditionFailed mismatch(TaskQueueKey key, OptionalLong actual) {
    return new ConditionFailed(new FailedCondition.TaskQueueLeaseMismatch(key, actual));
  }

  private static TaskQueueKey parse(List<String> key) {
    return new TaskQueueKey(
        UUID.fromString(key.get(0)),
        key.get(1),
        TaskQueueType.ofCode(Integer.parseInt(key.get(2))));
  }
}
