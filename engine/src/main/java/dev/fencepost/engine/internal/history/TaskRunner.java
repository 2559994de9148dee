// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes the tasks of one queue, each on a virtual thread of its own, a bounded number at once,
 * again and again until it succeeds or the shard closes.
 */
final class TaskRunner {

  private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);
  private static final int QUIET_ATTEMPTS = 3;

  private final OwnedShard shard;
  private final String queue;
  private final Semaphore permits;
  private final AtomicInteger active = new AtomicInteger();

  TaskRunner(OwnedShard shard, String queue, int parallelism) {
    this.shard = shard;
    this.queue = queue;
    this.permits = new Semaphore(parallelism);
  }

  /** Starts a task; {@code done} runs once after it has succeeded. */
  void start(String kind, Runnable work, Runnable done) {
    active.incrementAndGet();
    Thread.ofVirtual()
        .name("shard-" + shard.id() + "-" + queue + "-" + kind)
        .start(
            () -> {
              try {
                run(kind, work, done);
              } finally {
                active.decrementAndGet();
              }
            });
  }

  /** Whether no task is being executed or waits to be tried again. */
  boolean isIdle() {
    return active.get() == 0;
  }

  private void run(String kind, Runnable work, Runnable done) {
    HistorySettings settings = shard.environment().settings();
    Duration backoff = settings.taskBackoff();
    for (int attempt = 1; shard.isOpen(); attempt++) {
      permits.acquireUninterruptibly();
      try {
        if (!shard.isOpen()) {
          return;
        }
        work.run();
        shard.environment().metrics().taskExecuted(queue, kind);
        done.run();
        return;
      } catch (ShardClosed closed) {
        return;
      } catch (RuntimeException failure) {
        shard.environment().metrics().taskFailed(queue, kind);
        report(kind, attempt, failure);
      } finally {
        permits.release();
      }
      shard.pause(backoff);
      Duration doubled = backoff.multipliedBy(2);
      backoff =
          doubled.compareTo(settings.longestTaskBackoff()) < 0
              ? doubled
              : settings.longestTaskBackoff();
    }
  }

  private void report(String kind, int attempt, RuntimeException failure) {
    boolean expected =
        failure instanceof StatusRuntimeException status
            && (status.getStatus().getCode() == Code.UNAVAILABLE
                || status.getStatus().getCode() == Code.RESOURCE_EXHAUSTED);
    if (expected && attempt <= QUIET_ATTEMPTS) {
      LOG.debug("shard {}: {} task {} will be tried again", shard.id(), queue, kind, failure);
    } else if (expected) {
      LOG.warn(
          "shard {}: {} task {} failed {} times and will be tried again: {}",
          shard.id(),
          queue,
          kind,
          attempt,
          failure.getMessage());
    } else {
      LOG.warn(
          "shard {}: {} task {} failed {} times and will be tried again",
          shard.id(),
          queue,
          kind,
          attempt,
          failure);
    }
  }
}
