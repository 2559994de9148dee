// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import dev.fencepost.spi.taskqueue.TaskQueueKey;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts for a poll what the poll was given, and says what becomes of the task: done when it was
 * started or nobody wants it; otherwise it is handed out again, so that it is dispatched at least
 * once. The history sees to it that only one start of a task succeeds.
 */
final class TaskDispatch {

  private static final Logger LOG = LoggerFactory.getLogger(TaskDispatch.class);
  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);

  private final TaskQueueKey key;
  private final Matcher matcher;
  private final Backlog backlog;
  private final MatchingMetrics metrics;

  TaskDispatch(TaskQueueKey key, Matcher matcher, Backlog backlog, MatchingMetrics metrics) {
    this.key = key;
    this.matcher = matcher;
    this.backlog = backlog;
    this.metrics = metrics;
  }

  /** Empty if there was nothing to start after all. */
  <R> Optional<R> start(Match match, TaskStarter<R> starter, Instant now) {
    return switch (match) {
      case QueryTask query -> Optional.of(starter.query(query));
      case DispatchableTask task -> startTask(task, starter, now);
    };
  }

  private <R> Optional<R> startTask(DispatchableTask task, TaskStarter<R> starter, Instant now) {
    if (TaskBlobs.isExpired(task.task(), now)) {
      done(task, "obsolete");
      return Optional.empty();
    }
    try {
      R answer = startPersistently(task, starter);
      done(task, "started");
      return Optional.of(answer);
    } catch (StatusRuntimeException e) {
      if (isObsolete(e.getStatus().getCode())) {
        done(task, "obsolete");
      } else {
        failed(task, e);
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      failed(task, e);
      return Optional.empty();
    }
  }

  /** An attempt of which nobody knows how it ended is repeated: it may have started the task. */
  private static <R> R startPersistently(DispatchableTask task, TaskStarter<R> starter) {
    for (int attempt = 1; ; attempt++) {
      try {
        return starter.start(task);
      } catch (StatusRuntimeException e) {
        Status.Code code = e.getStatus().getCode();
        if (attempt == ATTEMPTS || isObsolete(code) || code == Status.Code.UNAVAILABLE) {
          throw e;
        }
      }
    }
  }

  private static boolean isObsolete(Status.Code code) {
    return code == Status.Code.NOT_FOUND || code == Status.Code.ALREADY_EXISTS;
  }

  private void done(DispatchableTask task, String outcome) {
    metrics.dispatched(key, outcome);
    switch (task) {
      case Offer offer -> offer.result().complete(Offer.Result.DONE);
      case BacklogTask stored -> backlog.finish(stored);
    }
  }

  private void failed(DispatchableTask task, RuntimeException failure) {
    metrics.dispatched(key, "failed");
    LOG.debug("task queue {}: a task could not be started", key, failure);
    switch (task) {
      case Offer offer -> offer.result().complete(Offer.Result.NOT_TAKEN);
      case BacklogTask stored -> retryLater(stored);
    }
  }

  private void retryLater(BacklogTask task) {
    long delayMillis =
        Math.min(FIRST_RETRY.toMillis() << Math.min(task.failures(), 10), LONGEST_RETRY.toMillis());
    Thread ignored =
        Thread.startVirtualThread(
            () -> {
              try {
                Thread.sleep(delayMillis);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              matcher.ready(List.of(task.failedOnceMore()));
            });
  }
}
