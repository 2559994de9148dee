// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings the polls and the tasks of one task queue together, in memory.
 *
 * <p>While a poll waits there is no ready task and no query: whatever comes goes to the poll that
 * has waited longest, under the lock. A poll that ends looks once more, under the same lock,
 * whether it was given something; so nothing is given to nobody.
 */
final class Matcher {

  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Poll> waiting = new LinkedHashSet<>();
  private final Set<Poll> pausing = new LinkedHashSet<>();
  private final Deque<BacklogTask> ready = new ArrayDeque<>();
  private final Deque<QueryTask> queries = new ArrayDeque<>();
  private @Nullable Supplier<Optional<Match>> closed;

  /**
   * Waits for something to do until the deadline, a {@link System#nanoTime()}.
   *
   * @return empty if there was nothing, or the poll was canceled, or its thread interrupted; the
   *     interrupt flag is then set
   */
  Optional<Match> take(Poll poll, long deadlineNanos) {
    lock.lock();
    try {
      if (closed != null) {
        return closed.get();
      }
      if (poll.isCanceled()) {
        return Optional.empty();
      }
      Optional<Match> next = nextReady();
      if (next.isPresent()) {
        return next;
      }
      return await(poll, deadlineNanos);
    } finally {
      lock.unlock();
    }
  }

  private Optional<Match> nextReady() {
    QueryTask query = queries.pollFirst();
    if (query != null) {
      query.taken().complete(null);
      return Optional.of(query);
    }
    return Optional.ofNullable(ready.pollFirst());
  }

  private Optional<Match> await(Poll poll, long deadlineNanos) {
    Condition condition = lock.newCondition();
    poll.waitWith(condition);
    waiting.add(poll);
    boolean interrupted = false;
    Match given = poll.takeGiven();
    while (given == null && closed == null && !poll.isCanceled() && !interrupted) {
      long left = deadlineNanos - System.nanoTime();
      if (left <= 0) {
        break;
      }
      try {
        long ignored = condition.awaitNanos(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      given = poll.takeGiven();
    }
    waiting.remove(poll);
    if (interrupted) {
      poll.cancel();
      Thread.currentThread().interrupt();
    }
    if (given != null) {
      return Optional.of(given);
    }
    return closed == null ? Optional.empty() : closed.get();
  }

  /**
   * Keeps a poll from its task until then, a {@link System#nanoTime()}; false as soon as the poll
   * is canceled, its thread interrupted, or everything ends.
   */
  boolean pause(Poll poll, long untilNanos) {
    lock.lock();
    try {
      Condition condition = lock.newCondition();
      poll.waitWith(condition);
      pausing.add(poll);
      while (closed == null && !poll.isCanceled()) {
        long left = untilNanos - System.nanoTime();
        if (left <= 0) {
          return true;
        }
        long ignored = condition.awaitNanos(left);
      }
      return false;
    } catch (InterruptedException e) {
      poll.cancel();
      Thread.currentThread().interrupt();
      return false;
    } finally {
      pausing.remove(poll);
      lock.unlock();
    }
  }

  /** Gives the task to a waiting poll, if there is one. */
  boolean offer(Offer offer) {
    lock.lock();
    try {
      return giveToWaiting(offer);
    } finally {
      lock.unlock();
    }
  }

  /** Tasks of the backlog that may be started. After the end they are dropped: they are stored. */
  void ready(Collection<BacklogTask> tasks) {
    lock.lock();
    try {
      for (BacklogTask task : tasks) {
        if (closed == null && !giveToWaiting(task)) {
          ready.addLast(task);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** A query for the next poll; fails it after the end. */
  void query(QueryTask query, RuntimeException failureAfterTheEnd) {
    lock.lock();
    try {
      if (closed != null) {
        query.fail(failureAfterTheEnd);
      } else if (!giveToWaiting(query)) {
        queries.addLast(query);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits for the answer any more. */
  void withdraw(QueryTask query) {
    lock.lock();
    try {
      queries.remove(query);
    } finally {
      lock.unlock();
    }
  }

  /** A poll that was given this can't use it: the next one gets it. */
  void giveBack(Match match) {
    lock.lock();
    try {
      if (giveToWaiting(match)) {
        return;
      }
      switch (match) {
        case Offer offer -> offer.result().complete(Offer.Result.NOT_TAKEN);
        case BacklogTask task -> {
          if (closed == null) {
            ready.addFirst(task);
          }
        }
        case QueryTask query -> {
          if (closed == null) {
            queries.addFirst(query);
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean giveToWaiting(Match match) {
    while (!waiting.isEmpty()) {
      Poll poll = requireNonNull(waiting.iterator().next());
      waiting.remove(poll);
      if (poll.isCanceled()) {
        poll.signal();
        continue;
      }
      poll.give(match);
      if (match instanceof QueryTask query) {
        query.taken().complete(null);
      }
      return true;
    }
    return false;
  }

  /** Lets a canceled poll notice. */
  void wake(Poll poll) {
    lock.lock();
    try {
      poll.signal();
    } finally {
      lock.unlock();
    }
  }

  int readyCount() {
    lock.lock();
    try {
      return ready.size();
    } finally {
      lock.unlock();
    }
  }

  int waitingCount() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many polls wait for a task or for their turn. */
  int parkedCount() {
    lock.lock();
    try {
      return waiting.size() + pausing.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends everything: each poll gets what the supplier gives or throws, queries fail, ready tasks
   * are forgotten.
   */
  void close(Supplier<Optional<Match>> pollResult, RuntimeException queryFailure) {
    List<QueryTask> abandoned;
    lock.lock();
    try {
      if (closed != null) {
        return;
      }
      closed = pollResult;
      waiting.forEach(Poll::signal);
      waiting.clear();
      pausing.forEach(Poll::signal);
      ready.clear();
      abandoned = new ArrayList<>(queries);
      queries.clear();
    } finally {
      lock.unlock();
    }
    abandoned.forEach(query -> query.fail(queryFailure));
  }
}
