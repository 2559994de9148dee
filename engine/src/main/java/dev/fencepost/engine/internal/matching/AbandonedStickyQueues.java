// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import dev.fencepost.spi.Page;
import dev.fencepost.spi.PageRequest;
import dev.fencepost.spi.PageToken;
import dev.fencepost.spi.error.PersistenceException;
import dev.fencepost.spi.taskqueue.TaskQueue;
import dev.fencepost.spi.taskqueue.TaskQueueStore;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueKind;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sticky task queues that have outlived their owner: its process ended, and so did the worker,
 * so that nobody will use them again. Whoever should own them takes them on, and deletes them like
 * any sticky task queue that nobody uses.
 */
final class AbandonedStickyQueues {

  private static final Logger LOG = LoggerFactory.getLogger(AbandonedStickyQueues.class);
  private static final int PAGE = 200;

  private final TaskQueueStore store;
  private final OwnedTaskQueues owned;
  private final Duration interval;
  private long lookedNanos = System.nanoTime();

  AbandonedStickyQueues(TaskQueueStore store, OwnedTaskQueues owned, Duration interval) {
    this.store = store;
    this.owned = owned;
    this.interval = interval;
  }

  /** Looks for them, if that was not done lately. */
  void adoptFromTimeToTime() {
    if (System.nanoTime() - lookedNanos < interval.toNanos()) {
      return;
    }
    lookedNanos = System.nanoTime();
    try {
      adopt();
    } catch (PersistenceException | StatusRuntimeException e) {
      LOG.info("can't look for abandoned sticky task queues, will try again: {}", e.toString());
    }
  }

  private void adopt() {
    PageRequest page = PageRequest.first(PAGE);
    while (true) {
      Page<TaskQueue> found = store.list(page);
      found.items().stream()
          .filter(AbandonedStickyQueues::isSticky)
          .map(TaskQueue::key)
          .filter(key -> owned.shouldOwn(key) && owned.existing(key).isEmpty())
          .forEach(key -> owned.owner(key).adoptSticky());
      Optional<PageToken> next = found.next();
      if (next.isEmpty()) {
        return;
      }
      page = PageRequest.after(next.get(), PAGE);
    }
  }

  private static boolean isSticky(TaskQueue queue) {
    return TaskQueueLease.decode(queue).getKind() == TaskQueueKind.TASK_QUEUE_KIND_STICKY;
  }
}
