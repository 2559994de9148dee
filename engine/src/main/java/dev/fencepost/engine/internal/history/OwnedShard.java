// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.v1.QueueState;
import dev.fencepost.engine.v1.ShardState;
import dev.fencepost.spi.error.OutcomeUnknown;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.shard.Shard;
import dev.fencepost.spi.shard.UpdateShardState;
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.spi.task.ScheduledTask;
import dev.fencepost.spi.task.TaskCategory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shard from one acquisition to the loss of it: its fence, its task ids, the runs in memory and
 * the queues. It closes once and is never opened again; whoever acquires the shard anew makes
 * another object and reads everything anew.
 */
final class OwnedShard {

  private static final Logger LOG = LoggerFactory.getLogger(OwnedShard.class);

  private final Environment environment;
  private final ShardFence fence;
  private final TaskIdBlock taskIds;
  private final RunCache runs;
  private final RunWatchers watchers = new RunWatchers();
  private final AtomicReference<ShardClosed.@Nullable Reason> closed = new AtomicReference<>();
  private final CountDownLatch closedLatch = new CountDownLatch(1);
  private final Consumer<OwnedShard> onClose;
  private final ShardQueues queues;
  private volatile long provenAt;

  /**
   * A shard that was acquired just now.
   *
   * @param onClose told once, on any thread, when the shard has closed
   */
  OwnedShard(Environment environment, Shard acquired, Consumer<OwnedShard> onClose) {
    this.environment = environment;
    this.fence = acquired.fence();
    this.taskIds = new TaskIdBlock(acquired.rangeId());
    this.runs = new RunCache(environment.settings().cachedRuns());
    this.onClose = onClose;
    this.provenAt = System.nanoTime();
    this.queues = new ShardQueues(this, Blobs.decode(ShardState.parser(), acquired.state()));
  }

  void start() {
    queues.start();
    Thread.ofVirtual().name("shard-" + id() + "-housekeeping").start(this::keepHouse);
  }

  int id() {
    return fence.shardId();
  }

  ShardFence fence() {
    return fence;
  }

  Environment environment() {
    return environment;
  }

  TaskIdBlock taskIds() {
    return taskIds;
  }

  RunCache runs() {
    return runs;
  }

  RunWatchers watchers() {
    return watchers;
  }

  boolean isOpen() {
    return closed.get() == null;
  }

  /** Why the shard closed, empty while it is open. */
  Optional<ShardClosed.Reason> closedBecause() {
    return Optional.ofNullable(closed.get());
  }

  void requireOpen() {
    ShardClosed.Reason reason = closed.get();
    if (reason != null) {
      throw new ShardClosed(id(), reason);
    }
  }

  /** A write in the making; queues don't pass its task ids before it is closed. */
  final class Write implements AutoCloseable {

    private final long floor = taskIds.open();

    long nextTaskId() {
      return taskIds.next();
    }

    @Override
    public void close() {
      taskIds.close(floor);
    }
  }

  /** Begins a write. */
  Write beginWrite() {
    requireOpen();
    Write write = new Write();
    if (taskIds.isNearlyUsedUp()) {
      close(ShardClosed.Reason.TASK_IDS_USED_UP);
    }
    return write;
  }

  /** Hands tasks that were committed just now to the queues. Called before the write is closed. */
  void offer(List<HistoryTask> tasks) {
    for (HistoryTask task : tasks) {
      switch (task) {
        case ImmediateTask immediate -> queues.offer(immediate);
        case ScheduledTask scheduled -> queues.offer(scheduled);
      }
    }
  }

  /**
   * Does a write under the shard's fence.
   *
   * @throws ShardClosed if the shard was lost, or if the outcome is not known; the shard is closed
   *     then
   */
  <T> T fenced(Supplier<T> write) {
    long begun = System.nanoTime();
    try {
      T result = write.get();
      provenAt = begun;
      return result;
    } catch (OwnershipLost lost) {
      close(ShardClosed.Reason.LOST);
      throw new ShardClosed(id(), ShardClosed.Reason.LOST);
    } catch (OutcomeUnknown unknown) {
      LOG.warn(
          "shard {}: the outcome of a write is unknown, taking the shard over anew: {}",
          id(),
          unknown.getMessage());
      close(ShardClosed.Reason.OUTCOME_UNKNOWN);
      throw new ShardClosed(id(), ShardClosed.Reason.OUTCOME_UNKNOWN);
    }
  }

  /** As {@link #fenced(Supplier)}. */
  void fenced(Runnable write) {
    fenced(
        () -> {
          write.run();
          return true;
        });
  }

  /**
   * Makes sure that what is in memory is not too old to be shown: a process that was frozen finds
   * out here that somebody else owns the shard. Writes don't need this, they carry the fence.
   *
   * @throws ShardClosed if the shard was lost
   */
  void proveOwnership() {
    requireOpen();
    long begun = System.nanoTime();
    if (begun - provenAt < environment.settings().ownershipProof().toNanos()) {
      return;
    }
    if (environment.persistence().shards().read(id()).rangeId() != fence.rangeId()) {
      close(ShardClosed.Reason.LOST);
      requireOpen();
    }
    provenAt = begun;
  }

  /** Waits, but not longer than the shard is open. */
  void pause(Duration duration) {
    try {
      if (closedLatch.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.debug("shard {}: closed during a pause", id());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops everything at once. Nothing happens if the shard is closed already. */
  void close(ShardClosed.Reason reason) {
    if (!closed.compareAndSet(null, reason)) {
      return;
    }
    LOG.info("shard {}: closed with range id {}: {}", id(), fence.rangeId(), reason);
    environment.metrics().shardClosed(reason);
    closedLatch.countDown();
    watchers.close();
    queues.wake();
    onClose.accept(this);
  }

  /** Takes no new work, finishes what is under way and stores how far the queues have come. */
  void release() {
    close(ShardClosed.Reason.RELEASED);
    if (closed.get() != ShardClosed.Reason.RELEASED) {
      return;
    }
    long deadline = System.nanoTime() + environment.settings().drain().toNanos();
    while (System.nanoTime() < deadline && (taskIds.openWrites() > 0 || !queues.isIdle())) {
      try {
        Thread.sleep(10);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    try {
      queues.deleteDone();
      saveState();
    } catch (ShardClosed gone) {
      LOG.info("shard {}: was taken over while it was released", id());
    } catch (RuntimeException failure) {
      LOG.warn("shard {}: could not store how far its queues are: {}", id(), failure.getMessage());
    }
  }

  private void keepHouse() {
    long saved = System.nanoTime();
    while (isOpen()) {
      pause(environment.settings().acknowledge());
      if (!isOpen()) {
        return;
      }
      try {
        queues.deleteDone();
        if (System.nanoTime() - saved > environment.settings().saveState().toNanos()) {
          saveState();
          saved = System.nanoTime();
        }
      } catch (ShardClosed gone) {
        return;
      } catch (RuntimeException failure) {
        LOG.warn("shard {}: housekeeping failed, will try again", id(), failure);
      }
    }
  }

  private void saveState() {
    ShardState state =
        ShardState.newBuilder()
            .setOwner(environment.owner())
            .setUpdateTime(Times.timestamp(environment.now()))
            .putQueues(
                TaskCategory.TRANSFER.id(),
                QueueState.newBuilder().setAckTaskId(queues.transferAcknowledgedBelow()).build())
            .putQueues(
                TaskCategory.VISIBILITY.id(),
                QueueState.newBuilder().setAckTaskId(queues.visibilityAcknowledgedBelow()).build())
            .build();
    fenced(
        () ->
            environment
                .persistence()
                .shards()
                .updateState(new UpdateShardState(fence, Blobs.encode(state), UUID.randomUUID())));
  }
}
