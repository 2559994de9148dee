// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.task.AddHistoryTasks;
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.spi.task.HistoryTaskStore;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.ImmediateTaskRange;
import dev.fencepost.spi.task.ScheduledTask;
import dev.fencepost.spi.task.ScheduledTaskRange;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.function.Predicate;

/** History tasks in memory. */
final class MemoryHistoryTaskStore implements HistoryTaskStore {

  private final MemorySession session;

  MemoryHistoryTaskStore(MemorySession session) {
    this.session = session;
  }

  @Override
  public void add(AddHistoryTasks request) {
    session.run(
        tables -> {
          tables.requireOwner(request.fence());
          int shardId = request.fence().shardId();
          tables.tasks.requireUnused(shardId, request.tasks());
          tables.tasks.add(shardId, request.tasks());
        });
  }

  @Override
  public Page<ImmediateTask> readImmediate(ImmediateTaskRange range, PageRequest page) {
    return session.call(
        tables ->
            new Paging<>(
                    "immediate tasks " + range,
                    rows(tables, range).values(),
                    row -> Long.toString(row.taskId()),
                    token -> {
                      long last = Long.parseLong(token);
                      return row -> row.taskId() > last;
                    })
                .page(page));
  }

  @Override
  public Page<ScheduledTask> readScheduled(ScheduledTaskRange range, PageRequest page) {
    return session.call(
        tables ->
            new Paging<>(
                    "scheduled tasks " + range,
                    rows(tables, range).values(),
                    row -> row.fireTime() + " " + row.taskId(),
                    MemoryHistoryTaskStore::after)
                .page(page));
  }

  @Override
  public void complete(ShardFence fence, UUID requestId, List<? extends HistoryTask> tasks) {
    session.run(
        tables -> {
          tables.requireOwner(fence);
          tables.tasks.remove(fence.shardId(), tasks);
        });
  }

  @Override
  public void completeImmediate(ShardFence fence, UUID requestId, ImmediateTaskRange range) {
    Requests.sameShard(fence, range.shardId());
    session.run(
        tables -> {
          tables.requireOwner(fence);
          rows(tables, range).clear();
        });
  }

  @Override
  public void completeScheduled(ShardFence fence, UUID requestId, ScheduledTaskRange range) {
    Requests.sameShard(fence, range.shardId());
    session.run(
        tables -> {
          tables.requireOwner(fence);
          rows(tables, range).clear();
        });
  }

  private static NavigableMap<TaskTables.ImmediateKey, ImmediateTask> rows(
      MemoryTables tables, ImmediateTaskRange range) {
    return tables.tasks.immediate(
        range.shardId(), range.category(), range.fromInclusive(), range.toExclusive());
  }

  private static NavigableMap<TaskTables.ScheduledKey, ScheduledTask> rows(
      MemoryTables tables, ScheduledTaskRange range) {
    return tables.tasks.scheduled(
        range.shardId(), range.category(), range.fromInclusive(), range.toExclusive());
  }

  private static Predicate<ScheduledTask> after(String token) {
    int space = token.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException("no key of a scheduled task");
    }
    try {
      Instant fireTime = Instant.parse(token.substring(0, space));
      long taskId = Long.parseLong(token.substring(space + 1));
      return row ->
          row.fireTime().isAfter(fireTime)
              || (row.fireTime().equals(fireTime) && row.taskId() > taskId);
    } catch (DateTimeParseException notATime) {
      throw new IllegalArgumentException("no key of a scheduled task", notATime);
    }
  }
}
