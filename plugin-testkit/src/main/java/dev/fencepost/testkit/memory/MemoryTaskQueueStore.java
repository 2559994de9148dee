// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.spi.Blob;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.error.AlreadyExists;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.fence.TaskQueueFence;
import dev.fencepost.spi.taskqueue.TaskQueue;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueStore;
import dev.fencepost.spi.taskqueue.TaskQueueTask;
import dev.fencepost.spi.taskqueue.TaskQueueType;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** Task queues in memory. */
final class MemoryTaskQueueStore implements TaskQueueStore {

  private final MemorySession session;

  MemoryTaskQueueStore(MemorySession session) {
    this.session = session;
  }

  @Override
  public TaskQueue create(TaskQueueKey key, Blob state, UUID requestId) {
    Requests.text("name", key.name(), 1, 1_000);
    return session.call(
        tables -> {
          TaskQueue present = tables.taskQueues.get(key);
          if (present != null) {
            throw mismatch(key, OptionalLong.of(present.rangeId()));
          }
          long last = tables.lastTokensOfDeletedTaskQueues.getOrDefault(key, 0L);
          TaskQueue created = new TaskQueue(key, last + 1, state);
          tables.taskQueues.put(key, created);
          return created;
        });
  }

  @Override
  public TaskQueue read(TaskQueueKey key) {
    return session.call(
        tables -> {
          TaskQueue found = tables.taskQueues.get(key);
          if (found == null) {
            throw new NotFound("task queue not found", Map.of("key", key));
          }
          return found;
        });
  }

  @Override
  public TaskQueue acquire(TaskQueueFence expected, UUID requestId) {
    return session.call(
        tables -> {
          TaskQueue present = requireExpected(tables, expected);
          TaskQueue leased = new TaskQueue(present.key(), present.rangeId() + 1, present.state());
          tables.taskQueues.put(leased.key(), leased);
          return leased;
        });
  }

  @Override
  public void updateState(TaskQueueFence fence, Blob state, UUID requestId) {
    session.run(
        tables -> {
          TaskQueue present = tables.requireLease(fence);
          tables.taskQueues.put(
              present.key(), new TaskQueue(present.key(), present.rangeId(), state));
        });
  }

  @Override
  public void delete(TaskQueueFence expected, UUID requestId) {
    session.run(
        tables -> {
          TaskQueue present = requireExpected(tables, expected);
          tables.taskQueues.remove(present.key());
          tables.lastTokensOfDeletedTaskQueues.put(present.key(), present.rangeId());
        });
  }

  @Override
  public Page<TaskQueue> list(PageRequest page) {
    return session.call(
        tables ->
            new Paging<>(
                    "task queues",
                    tables.taskQueues.values(),
                    row ->
                        row.key().namespaceId() + " " + row.key().type() + " " + row.key().name(),
                    MemoryTaskQueueStore::after)
                .page(page));
  }

  @Override
  public void addTasks(TaskQueueFence fence, List<TaskQueueTask> tasks, UUID requestId) {
    Requests.notEmpty("tasks", tasks.size());
    session.run(
        tables -> {
          tables.requireLease(fence);
          NavigableMap<Long, TaskQueueTask> backlog = tables.backlog(fence.key());
          Set<Long> seen = new HashSet<>();
          for (TaskQueueTask task : tasks) {
            if (backlog.containsKey(task.taskId()) || !seen.add(task.taskId())) {
              throw new AlreadyExists(
                  "task exists", Map.of("key", fence.key(), "taskId", task.taskId()));
            }
          }
          tasks.forEach(task -> backlog.put(task.taskId(), task));
        });
  }

  @Override
  public Page<TaskQueueTask> readTasks(
      TaskQueueKey key, long fromInclusive, long toExclusive, PageRequest page) {
    Requests.range("tasks", fromInclusive, toExclusive);
    return session.call(
        tables ->
            new Paging<>(
                    "tasks " + List.of(key, fromInclusive, toExclusive),
                    tables.backlog(key).subMap(fromInclusive, toExclusive).values(),
                    row -> Long.toString(row.taskId()),
                    token -> {
                      long last = Long.parseLong(token);
                      return row -> row.taskId() > last;
                    })
                .page(page));
  }

  @Override
  public int completeTasks(TaskQueueFence fence, long toExclusive, int limit, UUID requestId) {
    Requests.atLeast("limit", limit, 1);
    return session.call(
        tables -> {
          tables.requireLease(fence);
          Iterator<Long> below =
              tables.backlog(fence.key()).headMap(toExclusive).keySet().iterator();
          int deleted = 0;
          while (deleted < limit && below.hasNext()) {
            below.next();
            below.remove();
            deleted++;
          }
          return deleted;
        });
  }

  private static TaskQueue requireExpected(MemoryTables tables, TaskQueueFence expected) {
    TaskQueue present = tables.taskQueues.get(expected.key());
    if (present == null) {
      throw mismatch(expected.key(), OptionalLong.empty());
    }
    if (present.rangeId() != expected.rangeId()) {
      throw mismatch(expected.key(), OptionalLong.of(present.rangeId()));
    }
    return present;
  }

  private static ConditionFailed mismatch(TaskQueueKey key, OptionalLong actualRangeId) {
    return new ConditionFailed(new FailedCondition.TaskQueueLeaseMismatch(key, actualRangeId));
  }

  private static Predicate<TaskQueue> after(String token) {
    String[] parts = token.split(" ", 3);
    if (parts.length < 3) {
      throw new IllegalArgumentException("no key of a task queue");
    }
    TaskQueueKey last =
        new TaskQueueKey(UUID.fromString(parts[0]), parts[2], TaskQueueType.valueOf(parts[1]));
    return row -> MemoryTables.TASK_QUEUE_ORDER.compare(row.key(), last) > 0;
  }
}
