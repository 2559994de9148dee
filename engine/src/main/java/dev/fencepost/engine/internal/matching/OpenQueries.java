// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import dev.fencepost.engine.v1.DispatchQueryRequest;
import dev.fencepost.engine.v1.DispatchQueryResponse;
import dev.fencepost.engine.v1.QueryTaskToken;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.RespondQueryTaskCompletedRequest;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The queries whose answers are waited for in this process. They live in memory only. */
final class OpenQueries {

  private static final DispatchQueryResponse STICKY_WORKER_UNAVAILABLE =
      DispatchQueryResponse.newBuilder().setStickyWorkerUnavailable(true).build();

  private final Map<String, QueryTask> open = new ConcurrentHashMap<>();
  private final Duration answerTime;

  OpenQueries(Duration answerTime) {
    this.answerTime = answerTime;
  }

  /** Hands the query to a poller of the task queue and waits for the answer. */
  DispatchQueryResponse dispatch(
      TaskQueueOwner owner, DispatchQueryRequest request, Duration waitAtMost) {
    if (owner.use().isSticky() && !owner.use().hasRecentPoller()) {
      return STICKY_WORKER_UNAVAILABLE;
    }
    QueryTask query =
        QueryTask.of(
            QueryTaskToken.newBuilder()
                .setNamespaceId(request.getNamespaceId())
                .setTaskQueue(request.getTaskQueue().getName())
                .setQueryId(UUID.randomUUID().toString())
                .build(),
            request.getTemplate());
    open.put(query.token().getQueryId(), query);
    try {
      owner.matcher().query(query, MatchingErrors.moved(owner.key()));
      return await(owner, query, waitAtMost);
    } finally {
      owner.matcher().withdraw(query);
      open.remove(query.token().getQueryId());
    }
  }

  private DispatchQueryResponse await(TaskQueueOwner owner, QueryTask query, Duration waitAtMost) {
    try {
      waitFor(query.taken(), waitAtMost);
    } catch (TimeoutException e) {
      if (owner.use().isSticky()) {
        return STICKY_WORKER_UNAVAILABLE;
      }
      throw MatchingErrors.queryTimedOut(owner.key());
    }
    try {
      Duration time = waitAtMost.compareTo(answerTime) > 0 ? waitAtMost : answerTime;
      return DispatchQueryResponse.newBuilder().setAnswer(waitFor(query.answer(), time)).build();
    } catch (TimeoutException e) {
      throw MatchingErrors.queryTimedOut(owner.key());
    }
  }

  private static <T> T waitFor(CompletableFuture<T> future, Duration time) throws TimeoutException {
    try {
      return future.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StatusRuntimeException status) {
        throw status;
      }
      throw new IllegalStateException("a query failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.withDescription("the query was canceled").asRuntimeException();
    }
  }

  /** A worker's answer. */
  void complete(QueryTaskToken token, RespondQueryTaskCompletedRequest answer) {
    QueryTask query = open.get(token.getQueryId());
    if (query == null || !query.token().equals(token) || !query.answer().complete(answer)) {
      throw MatchingErrors.queryUnknown();
    }
  }
}
