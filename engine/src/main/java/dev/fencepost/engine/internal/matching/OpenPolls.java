// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import dev.fencepost.engine.v1.CancelPollsRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The polls under way in this process, so that they can be canceled. A cancellation is remembered
 * for a while, since it may overtake its poll, and a worker that shuts down may send one more.
 */
final class OpenPolls {

  private static final long REMEMBERED_NANOS = Duration.ofSeconds(70).toNanos();

  private final Map<Poll, Matcher> polls = new ConcurrentHashMap<>();
  private final Map<Cancellation, Long> recent = new ConcurrentHashMap<>();

  private sealed interface Cancellation {}

  private record OfPoll(String pollerId) implements Cancellation {}

  private record OfWorker(UUID namespaceId, String taskQueue, String workerInstanceKey)
      implements Cancellation {}

  /** Registers the poll; it comes back canceled if its cancellation was there before it. */
  void begin(Poll poll, Matcher matcher) {
    polls.put(poll, matcher);
    Poller poller = poll.poller();
    if (recent.containsKey(new OfPoll(poller.pollerId()))
        || recent.containsKey(
            new OfWorker(
                poller.key().namespaceId(), poller.key().name(), poller.workerInstanceKey()))) {
      poll.cancel();
    }
  }

  void end(Poll poll) {
    polls.remove(poll);
  }

  void cancel(UUID namespaceId, CancelPollsRequest request) {
    cancellation(namespaceId, request)
        .ifPresent(canceled -> recent.put(canceled, System.nanoTime()));
    polls.forEach(
        (poll, matcher) -> {
          if (concerns(namespaceId, request, poll.poller())) {
            poll.cancel();
            matcher.wake(poll);
          }
        });
  }

  private static Optional<Cancellation> cancellation(UUID namespaceId, CancelPollsRequest request) {
    if (!request.getPollerId().isEmpty()) {
      return Optional.of(new OfPoll(request.getPollerId()));
    }
    if (!request.getWorkerInstanceKey().isEmpty()) {
      return Optional.of(
          new OfWorker(namespaceId, request.getTaskQueue(), request.getWorkerInstanceKey()));
    }
    return Optional.empty();
  }

  private static boolean concerns(UUID namespaceId, CancelPollsRequest request, Poller poller) {
    if (!request.getPollerId().isEmpty()) {
      return request.getPollerId().equals(poller.pollerId());
    }
    if (!namespaceId.equals(poller.key().namespaceId())
        || !request.getTaskQueue().equals(poller.key().name())) {
      return false;
    }
    if (!request.getWorkerInstanceKey().isEmpty() && !poller.workerInstanceKey().isEmpty()) {
      return request.getWorkerInstanceKey().equals(poller.workerInstanceKey());
    }
    return !request.getIdentity().isEmpty() && request.getIdentity().equals(poller.identity());
  }

  /** Forgets old cancellations. */
  void prune() {
    long now = System.nanoTime();
    recent.values().removeIf(canceledAt -> now - canceledAt > REMEMBERED_NANOS);
  }
}
