// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import com.google.protobuf.util.Timestamps;
import dev.fencepost.engine.v1.TaskQueueState;
import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueStore;
import dev.fencepost.spi.taskqueue.TaskQueueTask;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stored tasks of a task queue on their way to the pollers: read from the ack level on in
 * pages, only as far ahead as pollers can use, and deleted below the ack level once all before them
 * is done.
 *
 * <p>There is one writer, so what was written up to is known: a page is read only up to there. When
 * everything before a batch was read, the batch needn't be read at all.
 */
final class Backlog {

  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
  private static final Duration READ_RETRY = Duration.ofMillis(200);

  private final TaskQueueKey key;
  private final TaskQueueStore store;
  private final TaskQueueLease lease;
  private final Matcher matcher;
  private final MatchingSettings settings;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final AckTracker tasks;
  private long writtenLevel;
  private long count;
  private int finishedSinceDelete;
  private boolean reading;
  private boolean closed;

  Backlog(
      TaskQueueKey key,
      TaskQueueStore store,
      TaskQueueLease lease,
      Matcher matcher,
      MatchingSettings settings,
      InstantSource clock) {
    this.key = key;
    this.store = store;
    this.lease = lease;
    this.matcher = matcher;
    this.settings = settings;
    this.clock = clock;
    TaskQueueState state = lease.initialState();
    this.tasks = new AckTracker(state.getAckLevel());
    this.count = state.getApproximateBacklog();
    this.writtenLevel = lease.fenced(TaskQueueLease::firstTaskId) - 1;
  }

  /** A batch is stored; its ids are greater than all before. */
  void written(List<BacklogTask> batch) {
    lock.lock();
    try {
      boolean everythingRead = tasks.readLevel() >= writtenLevel;
      writtenLevel = batch.getLast().taskId();
      count += batch.size();
      if (everythingRead && !reading && hasRoom()) {
        batch.forEach(task -> tasks.begin(task.taskId()));
        matcher.ready(batch);
      }
    } finally {
      lock.unlock();
    }
    readMore();
  }

  private boolean hasRoom() {
    return matcher.readyCount() < settings.readAhead()
        && tasks.unfinishedCount() < settings.unfinishedTasks();
  }

  /** Reads on, in the background, if there is something to read and somebody to read it for. */
  void readMore() {
    lock.lock();
    try {
      if (!reading && shouldRead()) {
        reading = true;
        Thread ignored = Thread.startVirtualThread(this::readWhileUseful);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean shouldRead() {
    return !closed
        && tasks.readLevel() < writtenLevel
        && tasks.unfinishedCount() < settings.unfinishedTasks()
        && (matcher.waitingCount() > 0 || matcher.readyCount() < settings.readAhead() / 2);
  }

  private void readWhileUseful() {
    while (mayReadOn()) {
      try {
        readPage();
      } catch (RuntimeException e) {
        LOG.warn("can't read the backlog of task queue {}, will try again: {}", key, e.toString());
        pause();
      }
    }
  }

  private boolean mayReadOn() {
    lock.lock();
    try {
      reading = shouldRead();
      return reading;
    } finally {
      lock.unlock();
    }
  }

  private void readPage() {
    long fromInclusive;
    long upTo;
    lock.lock();
    try {
      fromInclusive = tasks.readLevel() + 1;
      upTo = writtenLevel;
    } finally {
      lock.unlock();
    }
    Page<TaskQueueTask> page =
        store.readTasks(key, fromInclusive, upTo + 1, PageRequest.first(settings.readPage()));
    Instant now = clock.instant();
    List<BacklogTask> wanted = new ArrayList<>();
    lock.lock();
    try {
      for (TaskQueueTask stored : page.items()) {
        BacklogTask task = BacklogTask.read(stored.taskId(), TaskBlobs.decode(stored));
        tasks.begin(task.taskId());
        if (TaskBlobs.isExpired(task.task(), now)) {
          finishLocked(task.taskId());
        } else {
          wanted.add(task);
        }
      }
      if (page.next().isEmpty()) {
        tasks.advanceReadLevel(upTo);
      }
      matcher.ready(wanted);
    } finally {
      lock.unlock();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(READ_RETRY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A poller has the task, or nobody wants it. */
  void finish(BacklogTask task) {
    lock.lock();
    try {
      finishLocked(task.taskId());
    } finally {
      lock.unlock();
    }
    readMore();
  }

  private void finishLocked(long taskId) {
    if (tasks.finish(taskId)) {
      count = Math.max(0, count - 1);
      finishedSinceDelete++;
    }
    if (tasks.ackLevel() >= writtenLevel) {
      count = 0;
    }
  }

  /** How many tasks are stored and not done, about. */
  long approximateCount() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Deletes what is done and stores the ack level, if anything was done since the last time. */
  void deleteFinished() {
    TaskQueueState state;
    int finished;
    lock.lock();
    try {
      finished = finishedSinceDelete;
      state =
          TaskQueueState.newBuilder()
              .setAckLevel(tasks.ackLevel())
              .setApproximateBacklog(count)
              .setKind(lease.initialState().getKind())
              .setUpdateTime(Timestamps.fromMillis(clock.millis()))
              .build();
    } finally {
      lock.unlock();
    }
    if (finished == 0) {
      return;
    }
    deleteBelow(state.getAckLevel() + 1);
    lease.fenced(
        fence -> {
          store.updateState(fence, TaskQueueLease.encode(state), UUID.randomUUID());
          return true;
        });
    lock.lock();
    try {
      finishedSinceDelete -= finished;
    } finally {
      lock.unlock();
    }
  }

  private void deleteBelow(long toExclusive) {
    int deleted;
    do {
      deleted =
          lease.fenced(
              fence ->
                  store.completeTasks(
                      fence, toExclusive, settings.deleteBatch(), UUID.randomUUID()));
    } while (deleted == settings.deleteBatch());
  }

  /** Forgets the whole task queue, tasks included. */
  void deleteWithTasks() {
    deleteBelow(Long.MAX_VALUE);
    lease.fenced(
        fence -> {
          store.delete(fence, UUID.randomUUID());
          return true;
        });
  }

  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }
}
