// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import dev.fencepost.spi.taskqueue.TaskQueueStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stores tasks, one write at a time: what comes while one is under way goes into the next, all of
 * it together, so that many small adds cost few commits.
 */
final class BacklogWriter {

  private final TaskQueueStore store;
  private final TaskQueueLease lease;
  private final Backlog backlog;
  private final int batchSize;
  private final Consumer<RuntimeException> onFailure;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Addition> pending = new ArrayDeque<>();
  private boolean writing;
  private @Nullable RuntimeException closedBy;

  private record Addition(DispatchableTask task, CompletableFuture<Void> stored) {}

  BacklogWriter(
      TaskQueueStore store,
      TaskQueueLease lease,
      Backlog backlog,
      int batchSize,
      Consumer<RuntimeException> onFailure) {
    this.store = store;
    this.lease = lease;
    this.backlog = backlog;
    this.batchSize = batchSize;
    this.onFailure = onFailure;
  }

  /** Completes when the task is stored, or with why it isn't. */
  CompletableFuture<Void> add(DispatchableTask task) {
    Addition addition = new Addition(task, new CompletableFuture<>());
    lock.lock();
    try {
      if (closedBy != null) {
        return CompletableFuture.failedFuture(closedBy);
      }
      pending.addLast(addition);
      if (!writing) {
        writing = true;
        Thread ignored = Thread.startVirtualThread(this::writeWhilePending);
      }
    } finally {
      lock.unlock();
    }
    return addition.stored();
  }

  private void writeWhilePending() {
    for (List<Addition> batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
      write(batch);
    }
  }

  private List<Addition> nextBatch() {
    lock.lock();
    try {
      List<Addition> batch = new ArrayList<>();
      while (batch.size() < batchSize && !pending.isEmpty()) {
        batch.add(pending.removeFirst());
      }
      writing = !batch.isEmpty();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void write(List<Addition> batch) {
    try {
      long taskId = lease.reserveTaskIds(batch.size());
      List<BacklogTask> tasks = new ArrayList<>(batch.size());
      for (Addition addition : batch) {
        tasks.add(BacklogTask.stored(taskId++, addition.task()));
      }
      lease.fenced(
          fence -> {
            store.addTasks(
                fence, tasks.stream().map(BacklogWriter::row).toList(), UUID.randomUUID());
            return true;
          });
      backlog.written(tasks);
      batch.forEach(addition -> addition.stored().complete(null));
    } catch (RuntimeException e) {
      onFailure.accept(e);
      batch.forEach(addition -> addition.stored().completeExceptionally(e));
    }
  }

  private static dev.fencepost.spi.taskqueue.TaskQueueTask row(BacklogTask task) {
    return new dev.fencepost.spi.taskqueue.TaskQueueTask(
        task.taskId(), TaskBlobs.encode(task.task()));
  }

  /** Fails what is not being written yet, and everything to come. */
  void close(RuntimeException reason) {
    List<Addition> abandoned;
    lock.lock();
    try {
      if (closedBy != null) {
        return;
      }
      closedBy = reason;
      abandoned = new ArrayList<>(pending);
      pending.clear();
    } finally {
      lock.unlock();
    }
    abandoned.forEach(addition -> addition.stored().completeExceptionally(reason));
  }
}
