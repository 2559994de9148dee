// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.spi.error.AlreadyExists;
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.ScheduledTask;
import dev.fencepost.spi.task.TaskCategory;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The history tasks of all shards. Only used inside a transaction. */
final class TaskTables {

  /** The key of an immediate task. */
  record ImmediateKey(int shardId, int category, long taskId) {}

  /** The key of a scheduled task. */
  record ScheduledKey(int shardId, int category, Instant fireTime, long taskId) {}

  private static final Comparator<ImmediateKey> IMMEDIATE_ORDER =
      Comparator.comparingInt(ImmediateKey::shardId)
          .thenComparingInt(ImmediateKey::category)
          .thenComparingLong(ImmediateKey::taskId);

  private static final Comparator<ScheduledKey> SCHEDULED_ORDER =
      Comparator.comparingInt(ScheduledKey::shardId)
          .thenComparingInt(ScheduledKey::category)
          .thenComparing(ScheduledKey::fireTime)
          .thenComparingLong(ScheduledKey::taskId);

  private final TreeMap<ImmediateKey, ImmediateTask> immediate = new TreeMap<>(IMMEDIATE_ORDER);
  private final TreeMap<ScheduledKey, ScheduledTask> scheduled = new TreeMap<>(SCHEDULED_ORDER);

  /** Checks that no key is taken, by a row or by another of these tasks. */
  void requireUnused(int shardId, List<? extends HistoryTask> tasks) {
    Set<Object> seen = new HashSet<>();
    for (HistoryTask task : tasks) {
      boolean taken =
          switch (task) {
            case ImmediateTask now -> {
              ImmediateKey key = key(shardId, now);
              yield immediate.containsKey(key) || !seen.add(key);
            }
            case ScheduledTask later -> {
              ScheduledKey key = key(shardId, later);
              yield scheduled.containsKey(key) || !seen.add(key);
            }
          };
      if (taken) {
        throw new AlreadyExists(
            "task exists",
            Map.of("shardId", shardId, "category", task.category(), "taskId", task.taskId()));
      }
    }
  }

  void add(int shardId, List<? extends HistoryTask> tasks) {
    for (HistoryTask task : tasks) {
      switch (task) {
        case ImmediateTask now -> immediate.put(key(shardId, now), now);
        case ScheduledTask later -> scheduled.put(key(shardId, later), later);
      }
    }
  }

  void remove(int shardId, List<? extends HistoryTask> tasks) {
    for (HistoryTask task : tasks) {
      switch (task) {
        case ImmediateTask now -> immediate.remove(key(shardId, now));
        case ScheduledTask later -> scheduled.remove(key(shardId, later));
      }
    }
  }

  /** The immediate tasks of a range; changes of the map are changes of the table. */
  NavigableMap<ImmediateKey, ImmediateTask> immediate(
      int shardId, TaskCategory category, long fromInclusive, long toExclusive) {
    return immediate.subMap(
        new ImmediateKey(shardId, category.id(), fromInclusive),
        true,
        new ImmediateKey(shardId, category.id(), toExclusive),
        false);
  }

  /** The scheduled tasks of a range; changes of the map are changes of the table. */
  NavigableMap<ScheduledKey, ScheduledTask> scheduled(
      int shardId, TaskCategory category, Instant fromInclusive, Instant toExclusive) {
    return scheduled.subMap(
        new ScheduledKey(shardId, category.id(), fromInclusive, Long.MIN_VALUE),
        true,
        new ScheduledKey(shardId, category.id(), toExclusive, Long.MIN_VALUE),
        false);
  }

  private static ImmediateKey key(int shardId, ImmediateTask task) {
    return new ImmediateKey(shardId, task.category().id(), task.taskId());
  }

  private static ScheduledKey key(int shardId, ScheduledTask task) {
    return new ScheduledKey(shardId, task.category().id(), task.fireTime(), task.taskId());
  }
}
