// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import dev.fencepost.engine.v1.TaskQueueTask;
import dev.fencepost.spi.error.AlreadyExists;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.OutcomeUnknown;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.error.PersistenceException;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueStore;
import io.grpc.StatusRuntimeException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task queue while this process owns it: leased on first use, over when the lease is lost, the
 * task queue belongs elsewhere, nobody uses it, or the process stops. An owner that is over never
 * starts again; the next use makes a new one, which reads what this one left in the store.
 */
final class TaskQueueOwner {

  private static final Logger LOG = LoggerFactory.getLogger(TaskQueueOwner.class);

  private final TaskQueueKey key;
  private final TaskQueueStore store;
  private final MatchingSettings settings;
  private final InstantSource clock;
  private final MatchingMetrics metrics;
  private final Consumer<TaskQueueOwner> whenOver;
  private final Matcher matcher = new Matcher();
  private final DispatchRate rate = new DispatchRate(System::nanoTime);
  private final TaskQueueUse use;
  private final ReentrantLock leaseLock = new ReentrantLock();
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile @Nullable Leased leased;
  private long leaseCheckedNanos = System.nanoTime();

  private record Leased(TaskQueueLease lease, Backlog backlog, BacklogWriter writer) {}

  TaskQueueOwner(
      TaskQueueKey key,
      TaskQueueStore store,
      MatchingSettings settings,
      InstantSource clock,
      MatchingMetrics metrics,
      Consumer<TaskQueueOwner> whenOver) {
    this.key = key;
    this.store = store;
    this.settings = settings;
    this.clock = clock;
    this.metrics = metrics;
    this.whenOver = whenOver;
    this.use = new TaskQueueUse(settings);
  }

  TaskQueueKey key() {
    return key;
  }

  Matcher matcher() {
    return matcher;
  }

  DispatchRate rate() {
    return rate;
  }

  TaskQueueUse use() {
    return use;
  }

  /** Makes sure that this process holds the lease. */
  private Leased leased() {
    Leased current = leased;
    if (current != null) {
      return current;
    }
    leaseLock.lock();
    try {
      current = leased;
      if (current == null) {
        current = obtain();
        leased = current;
      }
    } finally {
      leaseLock.unlock();
    }
    if (over.get()) {
      throw MatchingErrors.moved(key);
    }
    return current;
  }

  private Leased obtain() {
    if (over.get()) {
      throw MatchingErrors.moved(key);
    }
    try {
      TaskQueueLease lease = TaskQueueLease.obtain(store, key, use.kind());
      Backlog backlog = new Backlog(key, store, lease, matcher, settings, clock);
      BacklogWriter writer =
          new BacklogWriter(store, lease, backlog, settings.addBatch(), this::afterFailedWrite);
      return new Leased(lease, backlog, writer);
    } catch (PersistenceException e) {
      end(MatchingErrors.of(key, e));
      throw MatchingErrors.of(key, e);
    }
  }

  /**
   * Adds a task: to a poll that waits, or to the backlog, where it also waits for its turn.
   *
   * @throws StatusRuntimeException if it is in neither; DEADLINE_EXCEEDED if nobody knows
   */
  void add(TaskQueueTask task) {
    Leased current = leased();
    Offer offer = Offer.of(task);
    if (!rate.isLimited() && matcher.offer(offer) && offer.result().join() == Offer.Result.DONE) {
      metrics.added(key, "sync");
      return;
    }
    try {
      Void ignored = current.writer().add(offer).join();
      metrics.added(key, "backlog");
    } catch (CompletionException e) {
      metrics.added(key, "failed");
      throw asStatus(e.getCause());
    }
  }

  private StatusRuntimeException asStatus(@Nullable Throwable failure) {
    return switch (failure) {
      case StatusRuntimeException status -> status;
      case PersistenceException stored -> MatchingErrors.of(key, stored);
      case null, default -> throw new IllegalStateException("a task was not stored", failure);
    };
  }

  private void afterFailedWrite(RuntimeException failure) {
    // After an unknown outcome only a new lease makes sure that what was sent can't appear behind
    // what was read; a taken task id says that the block of ids is not ours alone.
    if (failure instanceof OwnershipLost
        || failure instanceof ConditionFailed
        || failure instanceof OutcomeUnknown
        || failure instanceof AlreadyExists) {
      lose(failure);
    }
  }

  private void lose(RuntimeException failure) {
    LOG.info("task queue {}: lease given up: {}", key, failure.toString());
    metrics.leaseLost();
    end(MatchingErrors.moved(key));
  }

  /** Waits for something to do and starts it; empty if there was nothing. */
  <R> Optional<R> poll(Poll poll, long deadlineNanos, TaskStarter<R> starter) {
    Leased current = leased();
    TaskDispatch dispatch = new TaskDispatch(key, matcher, current.backlog(), metrics);
    while (true) {
      current.backlog().readMore();
      Optional<Match> match = matcher.take(poll, deadlineNanos);
      if (match.isEmpty()) {
        return Optional.empty();
      }
      boolean mayStart =
          !(match.get() instanceof BacklogTask) || rate.awaitTurn(matcher, poll, deadlineNanos);
      if (!mayStart || poll.isCanceled()) {
        matcher.giveBack(match.get());
        return Optional.empty();
      }
      Optional<R> answer = dispatch.start(match.get(), starter, clock.instant());
      if (answer.isPresent()) {
        return answer;
      }
    }
  }

  /** How many tasks are stored and not done, about. */
  long approximateBacklog() {
    Leased current = leased;
    return current == null ? 0 : current.backlog().approximateCount();
  }

  /** Takes on a sticky task queue that its last owner has left behind. */
  void adoptSticky() {
    use.markSticky();
    leased().backlog().readMore();
  }

  boolean isLeased() {
    return leased != null;
  }

  /** What is due from time to time. Called by one thread at a time. */
  void maintain() {
    Leased current = leased;
    try {
      if (use.isIdle()) {
        releaseIdle();
      } else if (current != null) {
        current.backlog().deleteFinished();
        checkLease(current.lease());
      }
    } catch (OwnershipLost | OutcomeUnknown e) {
      lose(e);
    } catch (PersistenceException e) {
      LOG.warn("task queue {}: upkeep failed, will try again: {}", key, e.toString());
    }
  }

  private void checkLease(TaskQueueLease lease) {
    long now = System.nanoTime();
    if (now - leaseCheckedNanos >= settings.leaseCheck().toNanos()) {
      leaseCheckedNanos = now;
      if (lease.isSurelyLost()) {
        LOG.info("task queue {}: leased by another process", key);
        metrics.leaseLost();
        end(MatchingErrors.moved(key));
      }
    }
  }

  private void releaseIdle() {
    Leased current = leased;
    release();
    if (current != null && use.isSticky()) {
      try {
        current.backlog().deleteWithTasks();
      } catch (ConditionFailed e) {
        LOG.debug("task queue {}: leased anew, not deleted", key);
      }
    }
  }

  /** Stops owning: every call under way answers that the task queue moved. */
  void release() {
    finish(() -> end(MatchingErrors.moved(key)));
  }

  /** Stops owning at the end of the process: polls answer that there is nothing to do. */
  void drain() {
    finish(this::endQuietly);
  }

  private void finish(Runnable ending) {
    ending.run();
    Leased current = leased;
    if (current != null) {
      try {
        current.backlog().deleteFinished();
      } catch (PersistenceException e) {
        LOG.debug("task queue {}: ack level not stored at the end: {}", key, e.toString());
      }
    }
  }

  private void endQuietly() {
    if (over.compareAndSet(false, true)) {
      matcher.close(Optional::empty, MatchingErrors.moved(key));
      endLeased(MatchingErrors.moved(key));
    }
  }

  private void end(StatusRuntimeException reason) {
    if (over.compareAndSet(false, true)) {
      matcher.close(
          () -> {
            throw reason;
          },
          reason);
      endLeased(reason);
    }
  }

  private void endLeased(StatusRuntimeException reason) {
    whenOver.accept(this);
    Leased current = leased;
    if (current != null) {
      current.backlog().close();
      current.writer().close(reason);
    }
  }
}
