// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import dev.fencepost.engine.internal.cluster.Ownership;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The task queues this process owns now, and what is due for each from time to time. */
final class OwnedTaskQueues implements AutoCloseable {

  private final TaskQueueStore store;
  private final Ownership ownership;
  private final MatchingSettings settings;
  private final InstantSource clock;
  private final MatchingMetrics metrics;
  private final Map<TaskQueueKey, TaskQueueOwner> owners = new ConcurrentHashMap<>();
  private volatile boolean closed;
  private @Nullable Thread maintenance;

  OwnedTaskQueues(
      TaskQueueStore store,
      Ownership ownership,
      MatchingSettings settings,
      InstantSource clock,
      MatchingMetrics metrics) {
    this.store = store;
    this.ownership = ownership;
    this.settings = settings;
    this.clock = clock;
    this.metrics = metrics;
  }

  void startMaintenance(Duration interval, Runnable alsoDue) {
    ownership.onChange(() -> Thread.startVirtualThread(this::releaseForeign));
    metrics.gauge(
        MatchingMetric.TASK_QUEUES,
        owners,
        all -> all.values().stream().filter(TaskQueueOwner::isLeased).count());
    metrics.gauge(
        MatchingMetric.BACKLOG,
        owners,
        all -> all.values().stream().mapToLong(TaskQueueOwner::approximateBacklog).sum());
    metrics.gauge(
        MatchingMetric.PARKED_POLLS,
        owners,
        all -> all.values().stream().mapToInt(owner -> owner.matcher().parkedCount()).sum());
    maintenance =
        Thread.ofVirtual()
            .name("matching-maintenance")
            .start(() -> maintainUntilClosed(interval, alsoDue));
  }

  /**
   * The task queue, to be used now.
   *
   * @throws io.grpc.StatusRuntimeException UNAVAILABLE if it belongs to another process
   */
  TaskQueueOwner owner(TaskQueueKey key) {
    if (!shouldOwn(key)) {
      throw MatchingErrors.moved(key);
    }
    TaskQueueOwner owner = owners.computeIfAbsent(key, this::newOwner);
    if (closed) {
      owner.drain();
    }
    return owner;
  }

  private TaskQueueOwner newOwner(TaskQueueKey key) {
    return new TaskQueueOwner(
        key, store, settings, clock, metrics, over -> owners.remove(key, over));
  }

  /** Whether the task queue belongs to this process. */
  boolean shouldOwn(TaskQueueKey key) {
    return !closed && ownership.ownsTaskQueue(key);
  }

  Optional<TaskQueueOwner> existing(TaskQueueKey key) {
    return Optional.ofNullable(owners.get(key));
  }

  private void releaseForeign() {
    forEachInParallel(
        owner -> {
          if (!ownership.ownsTaskQueue(owner.key())) {
            owner.release();
          }
        });
  }

  private void maintainUntilClosed(Duration interval, Runnable alsoDue) {
    AbandonedStickyQueues abandoned =
        new AbandonedStickyQueues(store, this, settings.idleRelease());
    while (!closed) {
      try {
        Thread.sleep(interval);
      } catch (InterruptedException e) {
        return;
      }
      alsoDue.run();
      abandoned.adoptFromTimeToTime();
      forEachInParallel(TaskQueueOwner::maintain);
    }
  }

  private void forEachInParallel(Consumer<TaskQueueOwner> action) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      owners.values().forEach(owner -> threads.execute(() -> action.accept(owner)));
    }
  }

  @Override
  public void close() {
    closed = true;
    if (maintenance != null) {
      maintenance.interrupt();
    }
    forEachInParallel(TaskQueueOwner::drain);
  }
}
