// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import static dev.fencepost.postgres.internal.store.PostgresTaskQueueStore.bindKey;
import static dev.fencepost.postgres.internal.store.PostgresTaskQueueStore.mismatch;

import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.postgres.internal.sql.Columns;
import dev.fencepost.postgres.internal.strategy.FenceRows;
import dev.fencepost.postgres.internal.strategy.FenceSql;
import dev.fencepost.postgres.internal.transaction.DuplicateKey;
import dev.fencepost.postgres.internal.transaction.LockWatch;
import dev.fencepost.postgres.internal.transaction.Outcome;
import dev.fencepost.postgres.internal.transaction.Session;
import dev.fencepost.postgres.internal.transaction.Write;
import dev.fencepost.spi.Blob;
import dev.fencepost.spi.error.PersistenceException;
import dev.fencepost.spi.fence.Fence;
import dev.fencepost.spi.fence.TaskQueueFence;
import dev.fencepost.spi.taskqueue.TaskQueue;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueTask;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The writes of task queues. */
final class TaskQueueWrites {

  private final TaskQueueStatements statements;
  private final FenceRows fenceRows;

  TaskQueueWrites(TaskQueueStatements statements, FenceRows fenceRows) {
    this.statements = statements;
    this.fenceRows = fenceRows;
  }

  Optional<TaskQueue> find(Session session, TaskQueueKey key) throws SQLException {
    return session.first(
        statements.read, bind -> bindKey(bind, key), PostgresTaskQueueStore::taskQueue);
  }

  Write<TaskQueue> creation(TaskQueueKey key, Blob state, UUID requestId) {
    return new Write<>() {
      @Override
      public TaskQueue attempt(Session session) throws SQLException {
        fenceRows.begin(session);
        OptionalLong rangeId =
            session.write(
                statements.create,
                bind -> bindKey(bind, key).blob("data", state).uuid("request_id", requestId),
                (row, changed) ->
                    changed.rows("created") == 1
                        ? Columns.optionalLong(row, "range_id")
                        : OptionalLong.empty());
        if (rangeId.isEmpty()) {
          TaskQueue present = find(session, key).orElseThrow(ConcurrentCreation::new);
          throw mismatch(key, OptionalLong.of(present.rangeId()));
        }
        TaskQueue queue = new TaskQueue(key, rangeId.getAsLong(), state);
        fenceRows.create(session, queue.fence());
        return queue;
      }

      @Override
      public Outcome<TaskQueue> outcome(Session session) throws SQLException {
        return mark(session, key)
            .filter(mark -> mark.createdBy().equals(requestId))
            .<Outcome<TaskQueue>>map(
                mark -> new Outcome.Committed<>(new TaskQueue(key, mark.firstRangeId(), state)))
            .orElseGet(Outcome.NotCommitted::new);
      }
    };
  }

  /**
   * Announces the token after the expected one. That nothing could be announced is conclusive,
   * since the range id of a queue only grows.
   */
  TaskQueueFence announce(Session session, TaskQueueFence expected) throws SQLException {
    Optional<Long> announced =
        session.first(
            statements.announce, bind -> bindFence(bind, expected), row -> row.getLong("range_id"));
    if (announced.isEmpty()) {
      OptionalLong actual = rangeId(find(session, expected.key()));
      if (actual.isEmpty() || actual.getAsLong() != expected.rangeId()) {
        throw mismatch(expected.key(), actual);
      }
    }
    return expected;
  }

  /**
   * The state is read after the lock is held, by a statement of its own: an earlier snapshot lies.
   */
  Write<TaskQueue> acquisition(TaskQueueFence expected, UUID requestId, LockWatch watch) {
    return new Write<>() {
      @Override
      public Commit commit() {
        return Commit.AT_END;
      }

      @Override
      public TaskQueue attempt(Session session) throws SQLException {
        OptionalLong actual =
            watch.during(
                session,
                () ->
                    session.write(
                        statements.acquire,
                        bind -> bindFence(bind, expected).uuid("request_id", requestId),
                        (row, changed) -> Columns.optionalLong(row, "range_id")));
        requireExpected(expected, actual);
        TaskQueue acquired = find(session, expected.key()).orElseThrow();
        fenceRows.replace(session, acquired.fence());
        return acquired;
      }

      @Override
      public Outcome<TaskQueue> outcome(Session session) throws SQLException {
        Optional<Mark> mark = mark(session, expected.key());
        if (mark.isEmpty() || mark.get().rangeId() <= expected.rangeId()) {
          return new Outcome.NotCommitted<>();
        }
        if (mark.get().acquiredBy().filter(requestId::equals).isPresent()) {
          return new Outcome.Committed<>(
              new TaskQueue(expected.key(), mark.get().rangeId(), mark.get().state()));
        }
        return mark.get().rangeId() == expected.rangeId() + 1
            ? new Outcome.NotCommitted<>()
            : new Outcome.Undecided<>();
      }
    };
  }

  Write<TaskQueueFence> stateUpdate(TaskQueueFence fence, Blob state, UUID requestId) {
    return new Write<>() {
      @Override
      public Optional<Fence> fence() {
        return Optional.of(fence);
      }

      @Override
      public TaskQueueFence attempt(Session session) throws SQLException {
        return session.write(
            statements.updateState,
            bind -> bindFence(bind, fence).blob("data", state).uuid("request_id", requestId),
            (row, changed) -> {
              FenceSql.require(fence, row);
              return fence;
            });
      }

      @Override
      public Outcome<TaskQueueFence> outcome(Session session) throws SQLException {
        return mark(session, fence.key())
            .map(
                mark ->
                    Outcome.of(
                        mark.stateWrittenBy().equals(requestId),
                        mark.rangeId() == fence.rangeId(),
                        fence))
            .orElseGet(Outcome.Undecided::new);
      }
    };
  }

  /** That the queue is gone is all a deletion is for, whoever deleted it. */
  Write<TaskQueueFence> deletion(TaskQueueFence expected) {
    return new Write<>() {
      @Override
      public TaskQueueFence attempt(Session session) throws SQLException {
        fenceRows.begin(session);
        requireExpected(
            expected,
            session.write(
                statements.delete,
                bind -> bindFence(bind, expected),
                (row, changed) -> Columns.optionalLong(row, "range_id")));
        fenceRows.delete(session, expected);
        return expected;
      }

      @Override
      public Outcome<TaskQueueFence> outcome(Session session) throws SQLException {
        return mark(session, expected.key())
            .<Outcome<TaskQueueFence>>map(mark -> new Outcome.NotCommitted<>())
            .orElseGet(() -> new Outcome.Committed<>(expected));
      }
    };
  }

  /** One of the tasks that is there proves the addition of all. */
  Write<Integer> addition(TaskQueueFence fence, List<TaskQueueTask> tasks) {
    long[] taskIds = tasks.stream().mapToLong(TaskQueueTask::taskId).toArray();
    return new Write<>() {
      @Override
      public Optional<Fence> fence() {
        return Optional.of(fence);
      }

      @Override
      public Integer attempt(Session session) throws SQLException {
        return session.write(
            statements.addTasks,
            bind ->
                bindFence(bind, fence)
                    .bigints("task_ids", taskIds)
                    .blobs("task_data", tasks.stream().map(TaskQueueTask::payload).toList())
                    .integer("task_count", tasks.size()),
            (row, changed) -> {
              FenceSql.require(fence, row);
              return taskIds.length;
            });
      }

      @Override
      public Outcome<Integer> outcome(Session session) throws SQLException {
        return session
            .first(
                statements.tasksPresent,
                bind -> bindKey(bind, fence.key()).bigints("task_ids", taskIds),
                row ->
                    Outcome.of(
                        row.getInt("present") == taskIds.length,
                        row.getLong("range_id") == fence.rangeId(),
                        taskIds.length))
            .orElseGet(Outcome.Undecided::new);
      }

      @Override
      public Optional<PersistenceException> duplicateKey(DuplicateKey taken) {
        return TaskKeys.taken(taken);
      }
    };
  }

  /**
   * Deletes from the front, so that running it again under a lease that holds goes on from there.
   */
  Write<Integer> completion(TaskQueueFence fence, long toExclusive, int limit) {
    return new Write<>() {
      @Override
      public Optional<Fence> fence() {
        return Optional.of(fence);
      }

      @Override
      public Integer attempt(Session session) throws SQLException {
        return session.write(
            statements.completeTasks,
            bind ->
                bindFence(bind, fence).bigint("to_task_id", toExclusive).integer("limit", limit),
            (row, changed) -> {
              FenceSql.require(fence, row);
              return changed.rows("deleted");
            });
      }

      @Override
      public Outcome<Integer> outcome(Session session) throws SQLException {
        return mark(session, fence.key())
            .<Outcome<Integer>>map(mark -> Outcome.of(false, mark.rangeId() == fence.rangeId(), 0))
            .orElseGet(Outcome.Undecided::new);
      }
    };
  }

  private static void requireExpected(TaskQueueFence expected, OptionalLong actual) {
    if (actual.isEmpty() || actual.getAsLong() != expected.rangeId()) {
      throw mismatch(expected.key(), actual);
    }
  }

  private static OptionalLong rangeId(Optional<TaskQueue> queue) {
    return queue.map(found -> OptionalLong.of(found.rangeId())).orElse(OptionalLong.empty());
  }

  private static Binder bindFence(Binder bind, TaskQueueFence fence) throws SQLException {
    return bindKey(bind, fence.key()).bigint("range_id", fence.rangeId());
  }

  private Optional<Mark> mark(Session session, TaskQueueKey key) throws SQLException {
    return session.first(statements.mark, bind -> bindKey(bind, key), Mark::read);
  }

  /** Who created a queue, leased it last and stored its state last. */
  private record Mark(
      long rangeId, UUID createdBy, Optional<UUID> acquiredBy, UUID stateWrittenBy, Blob state) {

    /**
     * The token the queue was created with; if it has been leased more than once since, another
     * that is as stale.
     */
    long firstRangeId() {
      return acquiredBy.isEmpty() ? rangeId : rangeId - 1;
    }

    static Mark read(ResultSet row) throws SQLException {
      @Nullable UUID acquired = row.getObject("acquire_request_id", UUID.class);
      return new Mark(
          row.getLong("range_id"),
          Columns.uuid(row, "create_request_id"),
          Optional.ofNullable(acquired),
          Columns.uuid(row, "last_request_id"),
          Columns.blob(row, "data"));
    }
  }
}
