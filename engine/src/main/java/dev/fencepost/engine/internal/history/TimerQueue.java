// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.v1.TimerTask;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.task.ScheduledTask;
import dev.fencepost.spi.task.ScheduledTaskRange;
import dev.fencepost.spi.task.TaskCategory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timers of a shard. Those that fire before the horizon are in memory: read from the store when
 * the horizon moves, and taken from this owner's own commits from then on.
 *
 * <p>Finished timers are deleted by their keys, never by range: a write under way may still commit
 * a timer for a time that has passed.
 */
final class TimerQueue {

  private static final Logger LOG = LoggerFactory.getLogger(TimerQueue.class);
  private static final int PAGE = 500;

  private record Key(Instant fireTime, long taskId) implements Comparable<Key> {

    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::fireTime).thenComparingLong(Key::taskId);

    static Key of(ScheduledTask task) {
      return new Key(task.fireTime(), task.taskId());
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private final OwnedShard shard;
  private final BiConsumer<TimerTask, Instant> execution;
  private final TaskRunner runner;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final TreeMap<Key, ScheduledTask> waiting = new TreeMap<>();
  private final Set<Key> running = new HashSet<>();
  private final Map<Key, ScheduledTask> done = new TreeMap<>();
  private Instant horizon = Instant.EPOCH;

  TimerQueue(OwnedShard shard, int parallelism, BiConsumer<TimerTask, Instant> execution) {
    this.shard = shard;
    this.execution = execution;
    this.runner = new TaskRunner(shard, "timer", parallelism);
  }

  void start() {
    Thread.ofVirtual().name("shard-" + shard.id() + "-timer").start(this::run);
  }

  /** Takes a timer that was committed just now. */
  void offer(ScheduledTask task) {
    lock.lock();
    try {
      if (task.fireTime().isBefore(horizon)) {
        accept(task);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Deletes the timers that are done. */
  void deleteDone() {
    List<ScheduledTask> tasks;
    lock.lock();
    try {
      tasks = List.copyOf(done.values());
    } finally {
      lock.unlock();
    }
    for (int from = 0; from < tasks.size(); from += PAGE) {
      List<ScheduledTask> chunk = tasks.subList(from, Math.min(tasks.size(), from + PAGE));
      shard.fenced(
          () ->
              shard
                  .environment()
                  .persistence()
                  .historyTasks()
                  .complete(shard.fence(), UUID.randomUUID(), chunk));
      lock.lock();
      try {
        chunk.forEach(task -> done.remove(Key.of(task)));
      } finally {
        lock.unlock();
      }
    }
  }

  /** Wakes the thread so that it sees that the shard has closed. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isIdle() {
    return runner.isIdle();
  }

  private void run() {
    while (shard.isOpen()) {
      try {
        if (needsReading()) {
          read();
        }
        takeDue().forEach(this::execute);
        await();
      } catch (ShardClosed closed) {
        return;
      } catch (RuntimeException failure) {
        LOG.warn("shard {}: can't read the timers, will try again", shard.id(), failure);
        shard.pause(shard.environment().settings().taskBackoff());
      }
    }
  }

  private boolean needsReading() {
    HistorySettings settings = shard.environment().settings();
    lock.lock();
    try {
      return waiting.size() <= settings.pendingTasks() / 2
          && horizon.isBefore(
              shard.environment().now().plus(settings.timerLookAhead().dividedBy(2)));
    } finally {
      lock.unlock();
    }
  }

  private void read() {
    HistorySettings settings = shard.environment().settings();
    Instant target = shard.environment().now().plus(settings.timerLookAhead());
    Instant from = moveHorizon(target);
    Instant readTo = from;
    try {
      PageRequest request = PageRequest.first(PAGE);
      while (readTo.isBefore(target)) {
        Page<ScheduledTask> page =
            shard
                .environment()
                .persistence()
                .historyTasks()
                .readScheduled(
                    new ScheduledTaskRange(shard.id(), TaskCategory.TIMER, from, target), request);
        int inMemory = acceptAll(page.items());
        if (page.next().isEmpty()) {
          readTo = target;
        } else {
          Instant last = page.items().get(page.items().size() - 1).fireTime();
          if (inMemory > settings.pendingTasks() && last.isAfter(from)) {
            readTo = last;
            break;
          }
          request = PageRequest.after(page.next().get(), PAGE);
        }
      }
    } finally {
      moveHorizon(readTo);
    }
  }

  private Instant moveHorizon(Instant to) {
    lock.lock();
    try {
      Instant before = horizon;
      horizon = to;
      return before;
    } finally {
      lock.unlock();
    }
  }

  private int acceptAll(List<ScheduledTask> tasks) {
    lock.lock();
    try {
      tasks.forEach(this::accept);
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private void accept(ScheduledTask task) {
    Key key = Key.of(task);
    if (!running.contains(key) && !done.containsKey(key)) {
      waiting.put(key, task);
    }
  }

  private List<ScheduledTask> takeDue() {
    List<ScheduledTask> due = new ArrayList<>();
    lock.lock();
    try {
      Instant now = shard.environment().now();
      while (!waiting.isEmpty() && !waiting.firstKey().fireTime().isAfter(now)) {
        Map.Entry<Key, ScheduledTask> first = waiting.pollFirstEntry();
        running.add(first.getKey());
        due.add(first.getValue());
      }
    } finally {
      lock.unlock();
    }
    return due;
  }

  private void execute(ScheduledTask task) {
    TimerTask timer = Blobs.decode(TimerTask.parser(), task.payload());
    runner.start(
        timer.getKindCase().name(),
        () -> execution.accept(timer, task.fireTime()),
        () -> finished(task));
  }

  private void finished(ScheduledTask task) {
    lock.lock();
    try {
      running.remove(Key.of(task));
      done.put(Key.of(task), task);
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // a spurious wake-up only looks at the timers early
  private void await() {
    HistorySettings settings = shard.environment().settings();
    lock.lock();
    try {
      Instant now = shard.environment().now();
      Duration wait = settings.timerLookAhead().dividedBy(2);
      if (!waiting.isEmpty()) {
        Duration untilFirst = Duration.between(now, waiting.firstKey().fireTime());
        wait = untilFirst.compareTo(wait) < 0 ? untilFirst : wait;
      }
      if (shard.isOpen() && wait.isPositive()) {
        changed.await(wait.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
