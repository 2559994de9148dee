// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.ImmediateTaskRange;
import dev.fencepost.spi.task.TaskCategory;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue of immediate tasks of a shard: reads what earlier owners left from the store, and takes
 * what this owner commits straight from memory. What does not fit into memory is read later.
 *
 * <p>A task may be executed more than once; executing it must find out that it is done.
 *
 * @param <T> what the tasks' payloads are
 */
final class ImmediateQueue<T extends MessageLite> {

  private static final Logger LOG = LoggerFactory.getLogger(ImmediateQueue.class);
  private static final int PAGE = 256;

  private final OwnedShard shard;
  private final Work<T> work;
  private final TaskRunner runner;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final TreeSet<Long> outstanding = new TreeSet<>();
  private long unreadFrom;
  private long unreadTo;
  private long deletedBelow;

  /**
   * What a queue does.
   *
   * @param name how it is called in logs and metrics
   * @param category its tasks' category
   * @param parallelism tasks executed at once
   * @param parser reads a payload
   * @param kind how a task is called in logs and metrics
   * @param execution executes a task
   */
  record Work<T extends MessageLite>(
      String name,
      TaskCategory category,
      int parallelism,
      Parser<T> parser,
      Function<T, String> kind,
      Consumer<T> execution) {}

  ImmediateQueue(OwnedShard shard, Work<T> work, long acknowledgedBelow) {
    this.shard = shard;
    this.work = work;
    this.runner = new TaskRunner(shard, work.name(), work.parallelism());
    this.unreadFrom = acknowledgedBelow;
    this.unreadTo = shard.taskIds().first();
    this.deletedBelow = acknowledgedBelow;
  }

  void start() {
    Thread.ofVirtual().name("shard-" + shard.id() + "-" + work.name()).start(this::read);
  }

  /** Takes tasks that were committed just now. Called before their write is closed. */
  void offer(ImmediateTask task) {
    lock.lock();
    try {
      if (outstanding.size() >= shard.environment().settings().pendingTasks()) {
        boolean nothingUnread = unreadFrom >= unreadTo;
        unreadFrom = nothingUnread ? task.taskId() : Math.min(unreadFrom, task.taskId());
        unreadTo = nothingUnread ? task.taskId() + 1 : Math.max(unreadTo, task.taskId() + 1);
        changed.signalAll();
        return;
      }
    } finally {
      lock.unlock();
    }
    execute(task);
  }

  /** Every task below this id is done. */
  long acknowledgedBelow() {
    long committedBelow = shard.taskIds().committedBelow();
    lock.lock();
    try {
      long level = committedBelow;
      if (unreadFrom < unreadTo) {
        level = Math.min(level, unreadFrom);
      }
      if (!outstanding.isEmpty()) {
        level = Math.min(level, outstanding.first());
      }
      return level;
    } finally {
      lock.unlock();
    }
  }

  /** Deletes the tasks that are done. */
  void deleteAcknowledged() {
    long level = acknowledgedBelow();
    if (level <= deletedBelow) {
      return;
    }
    shard.fenced(
        () ->
            shard
                .environment()
                .persistence()
                .historyTasks()
                .completeImmediate(
                    shard.fence(),
                    UUID.randomUUID(),
                    new ImmediateTaskRange(shard.id(), work.category(), deletedBelow, level)));
    deletedBelow = level;
  }

  /** Wakes the reader so that it sees that the shard has closed. */
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

  private void read() {
    while (shard.isOpen()) {
      try {
        readPage();
      } catch (ShardClosed closed) {
        return;
      } catch (RuntimeException failure) {
        LOG.warn(
            "shard {}: can't read the {} queue, will try again", shard.id(), work.name(), failure);
        shard.pause(shard.environment().settings().taskBackoff());
      }
    }
  }

  private void readPage() {
    long from;
    long to;
    lock.lock();
    try {
      while (shard.isOpen() && (unreadFrom >= unreadTo || isFull())) {
        changed.awaitUninterruptibly();
      }
      from = unreadFrom;
      to = unreadTo;
    } finally {
      lock.unlock();
    }
    if (!shard.isOpen()) {
      return;
    }
    Page<ImmediateTask> page =
        shard
            .environment()
            .persistence()
            .historyTasks()
            .readImmediate(
                new ImmediateTaskRange(shard.id(), work.category(), from, to),
                PageRequest.first(PAGE));
    List<ImmediateTask> tasks = page.items();
    tasks.forEach(this::execute);
    long readTo =
        page.next().isEmpty() || tasks.isEmpty() ? to : tasks.get(tasks.size() - 1).taskId() + 1;
    lock.lock();
    try {
      if (unreadFrom == from) {
        unreadFrom = readTo;
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull() {
    return outstanding.size() > shard.environment().settings().pendingTasks() / 2;
  }

  private void execute(ImmediateTask task) {
    lock.lock();
    try {
      if (!outstanding.add(task.taskId())) {
        return;
      }
    } finally {
      lock.unlock();
    }
    T payload = Blobs.decode(work.parser(), task.payload());
    runner.start(
        work.kind().apply(payload),
        () -> work.execution().accept(payload),
        () -> finished(task.taskId()));
  }

  private void finished(long taskId) {
    lock.lock();
    try {
      outstanding.remove(taskId);
      if (unreadFrom < unreadTo && !isFull()) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
