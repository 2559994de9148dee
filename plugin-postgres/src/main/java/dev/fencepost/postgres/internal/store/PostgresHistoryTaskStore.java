// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.store;

import dev.fencepost.postgres.internal.sql.Binder;
import dev.fencepost.postgres.internal.sql.Columns;
import dev.fencepost.postgres.internal.sql.SqlRenderer;
import dev.fencepost.postgres.internal.sql.Times;
import dev.fencepost.postgres.internal.strategy.FenceSql;
import dev.fencepost.postgres.internal.transaction.DuplicateKey;
import dev.fencepost.postgres.internal.transaction.Operation;
import dev.fencepost.postgres.internal.transaction.Outcome;
import dev.fencepost.postgres.internal.transaction.Session;
import dev.fencepost.postgres.internal.transaction.Write;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.spi.error.PersistenceException;
import dev.fencepost.spi.fence.Fence;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.task.AddHistoryTasks;
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.spi.task.HistoryTaskStore;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.ImmediateTaskRange;
import dev.fencepost.spi.task.ScheduledTask;
import dev.fencepost.spi.task.ScheduledTaskRange;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** History tasks in PostgreSQL. */
final class PostgresHistoryTaskStore implements HistoryTaskStore {

  private static final int STEP = 1_000;

  private final Stores stores;
  private final ExecutionRequests requests;
  private final HistoryTaskStatements statements;
  private final Operation add;
  private final Operation readImmediate;
  private final Operation readScheduled;
  private final Operation complete;
  private final Operation completeImmediate;
  private final Operation completeScheduled;

  PostgresHistoryTaskStore(Stores stores, SqlRenderer renderer) {
    this.stores = stores;
    this.requests = new ExecutionRequests(stores.requests());
    this.statements = new HistoryTaskStatements(stores.strategy(), renderer);
    this.add = stores.operation("historyTasks.add");
    this.readImmediate = stores.operation("historyTasks.readImmediate");
    this.readScheduled = stores.operation("historyTasks.readScheduled");
    this.complete = stores.operation("historyTasks.complete");
    this.completeImmediate = stores.operation("historyTasks.completeImmediate");
    this.completeScheduled = stores.operation("historyTasks.completeScheduled");
  }

  @Override
  public void add(AddHistoryTasks request) {
    requests.requireTasks(request.tasks());
    stores.runner().write(add, new Addition(request));
  }

  @Override
  public Page<ImmediateTask> readImmediate(ImmediateTaskRange range, PageRequest page) {
    PageTokens tokens = new PageTokens("immediate tasks", range);
    long from =
        page.token()
            .map(token -> tokens.read(token, key -> Long.parseLong(key.getFirst()) + 1))
            .orElse(range.fromInclusive());
    List<ImmediateTask> tasks =
        stores
            .runner()
            .read(
                readImmediate,
                session ->
                    session.all(
                        statements.readImmediate,
                        bind ->
                            bindRange(bind, range)
                                .bigint("from_task_id", from)
                                .integer("limit", Keyset.limit(page)),
                        row ->
                            new ImmediateTask(
                                range.category(),
                                row.getLong("task_id"),
                                Columns.blob(row, "data"))));
    return Keyset.page(tasks, page, last -> tokens.write(last.taskId()));
  }

  @Override
  public Page<ScheduledTask> readScheduled(ScheduledTaskRange range, PageRequest page) {
    PageTokens tokens = new PageTokens("scheduled tasks", range);
    Position after =
        page.token().map(token -> tokens.read(token, Position::parse)).orElse(Position.BEFORE_ALL);
    List<ScheduledTask> tasks =
        stores
            .runner()
            .read(
                readScheduled,
                session ->
                    session.all(
                        statements.readScheduled,
                        bind ->
                            bindRange(bind, range)
                                .time("after_fire_time", after.fireTime())
                                .bigint("after_task_id", after.taskId())
                                .integer("limit", Keyset.limit(page)),
                        row ->
                            new ScheduledTask(
                                range.category(),
                                Times.read(row, "fire_time"),
                                row.getLong("task_id"),
                                Columns.blob(row, "data"))));
    return Keyset.page(tasks, page, last -> tokens.write(last.fireTime(), last.taskId()));
  }

  @Override
  public void complete(ShardFence fence, UUID requestId, List<? extends HistoryTask> tasks) {
    List<HistoryTask> given = List.copyOf(tasks);
    stores
        .runner()
        .write(
            complete,
            new Completion(fence) {
              @Override
              public Integer attempt(Session session) throws SQLException {
                return session.write(
                    statements.complete,
                    bind -> {
                      bindFence(bind, fence);
                      bindKeys(bind, given);
                    },
                    (row, changed) -> {
                      FenceSql.require(fence, row);
                      return given.size();
                    });
              }

              @Override
              public Outcome<Integer> outcome(Session session) throws SQLException {
                return present(session, fence, given)
                    .<Outcome<Integer>>map(
                        found ->
                            found.tasks() == 0
                                ? new Outcome.Committed<>(given.size())
                                : new Outcome.NotCommitted<>())
                    .orElseGet(Outcome.NotCommitted::new);
              }
            });
  }

  @Override
  public void completeImmediate(ShardFence fence, UUID requestId, ImmediateTaskRange range) {
    requireSameShard(fence, range.shardId());
    Completion step =
        new Completion(fence) {
          @Override
          public Integer attempt(Session session) throws SQLException {
            return session.write(
                statements.completeImmediate,
                bind ->
                    bindRange(bindFence(bind, fence), range)
                        .bigint("from_task_id", range.fromInclusive())
                        .integer("limit", STEP),
                (row, changed) -> {
                  FenceSql.require(fence, row);
                  return changed.rows("deleted");
                });
          }
        };
    while (stores.runner().write(completeImmediate, step) == STEP) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void completeScheduled(ShardFence fence, UUID requestId, ScheduledTaskRange range) {
    requireSameShard(fence, range.shardId());
    Completion step =
        new Completion(fence) {
          @Override
          public Integer attempt(Session session) throws SQLException {
            return session.write(
                statements.completeScheduled,
                bind -> bindRange(bindFence(bind, fence), range).integer("limit", STEP),
                (row, changed) -> {
                  FenceSql.require(fence, row);
                  return changed.rows("deleted");
                });
          }
        };
    while (stores.runner().write(completeScheduled, step) == STEP) {
      Thread.onSpinWait();
    }
  }

  private static void requireSameShard(ShardFence fence, int shardId) {
    if (fence.shardId() != shardId) {
      throw new InvalidRequest(
          "the fence is of another shard", Map.of("fence", fence, "shardId", shardId));
    }
  }

  private static Binder bindFence(Binder bind, ShardFence fence) throws SQLException {
    return bind.integer("shard_id", fence.shardId()).bigint("range_id", fence.rangeId());
  }

  private static Binder bindRange(Binder bind, ImmediateTaskRange range) throws SQLException {
    return bind.integer("shard_id", range.shardId())
        .integer("category_id", range.category().id())
        .bigint("to_task_id", range.toExclusive());
  }

  private static Binder bindRange(Binder bind, ScheduledTaskRange range) throws SQLException {
    return bind.integer("shard_id", range.shardId())
        .integer("category_id", range.category().id())
        .time("from_fire_time", range.fromInclusive())
        .time("to_fire_time", range.toExclusive());
  }

  private static void bindKeys(Binder bind, List<HistoryTask> tasks) throws SQLException {
    List<ImmediateTask> immediate = WriteParts.immediate(tasks);
    List<ScheduledTask> scheduled = WriteParts.scheduled(tasks);
    bind.integers(
            "immediate_category_ids",
            immediate.stream().mapToInt(task -> task.category().id()).toArray())
        .bigints(
            "immediate_task_ids", immediate.stream().mapToLong(ImmediateTask::taskId).toArray())
        .integers(
            "scheduled_category_ids",
            scheduled.stream().mapToInt(task -> task.category().id()).toArray())
        .times("scheduled_fire_times", scheduled.stream().map(ScheduledTask::fireTime).toList())
        .bigints(
            "scheduled_task_ids", scheduled.stream().mapToLong(ScheduledTask::taskId).toArray());
  }

  private Optional<Present> present(Session session, ShardFence fence, List<HistoryTask> tasks)
      throws SQLException {
    return session.first(
        statements.present,
        bind -> {
          bind.integer("shard_id", fence.shardId());
          bindKeys(bind, tasks);
        },
        row ->
            new Present(
                row.getLong("range_id"),
                row.getInt("immediate_present") + row.getInt("scheduled_present")));
  }

  /** How many of a request's tasks are there, and who owns the shard. */
  private record Present(long rangeId, int tasks) {}

  /** The fire time and id of the last task of a page. */
  private record Position(Instant fireTime, long taskId) {

    static final Position BEFORE_ALL = new Position(Instant.MIN, Long.MIN_VALUE);

    static Position parse(List<String> key) {
      return new Position(Instant.parse(key.get(0)), Long.parseLong(key.get(1)));
    }
  }

  /**
   * Tasks are added together, so that one that is there proves the addition. None there, under a
   * fence that still holds, is run again: had the owner's own queue been as quick as to finish them
   * all, it would do so again.
   */
  private final class Addition implements Write<Integer> {

    private final AddHistoryTasks request;

    Addition(AddHistoryTasks request) {
      this.request = request;
    }

    @Override
    public Optional<Fence> fence() {
      return Optional.of(request.fence());
    }

    @Override
    public Integer attempt(Session session) throws SQLException {
      List<ImmediateTask> immediate = WriteParts.immediate(request.tasks());
      List<ScheduledTask> scheduled = WriteParts.scheduled(request.tasks());
      return session.write(
          statements.add,
          bind -> {
            bindFence(bind, request.fence())
                .integer("immediate_count", immediate.size())
                .integer("scheduled_count", scheduled.size());
            WriteParts.bindImmediate(bind, immediate);
            WriteParts.bindScheduled(bind, scheduled);
          },
          (row, changed) -> {
            FenceSql.require(request.fence(), row);
            return request.tasks().size();
          });
    }

    @Override
    public Outcome<Integer> outcome(Session session) throws SQLException {
      return present(session, request.fence(), request.tasks())
          .map(
              found ->
                  Outcome.of(
                      found.tasks() == request.tasks().size(),
                      found.rangeId() == request.fence().rangeId(),
                      found.tasks()))
          .orElseGet(Outcome.NotCommitted::new);
    }

    @Override
    public Optional<PersistenceException> duplicateKey(DuplicateKey taken) {
      return TaskKeys.taken(taken);
    }
  }

  /** A deletion: running it again under a fence that holds has the same effect. */
  private abstract class Completion implements Write<Integer> {

    private final ShardFence fence;

    Completion(ShardFence fence) {
      this.fence = fence;
    }

    @Override
    public Optional<Fence> fence() {
      return Optional.of(fence);
    }

    @Override
    public Outcome<Integer> outcome(Session session) throws SQLException {
      return present(session, fence, List.of())
          .<Outcome<Integer>>map(found -> Outcome.of(false, found.rangeId() == fence.rangeId(), 0))
          .orElseGet(Outcome.NotCommitted::new);
    }
  }
}
