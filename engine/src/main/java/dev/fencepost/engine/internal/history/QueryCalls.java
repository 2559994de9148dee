// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.rpc.Deadlines;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.v1.DispatchQueryRequest;
import dev.fencepost.engine.v1.DispatchQueryResponse;
import dev.fencepost.engine.v1.HistoryPageToken;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.RunState;
import io.temporal.api.enums.v1.QueryRejectCondition;
import io.temporal.api.enums.v1.QueryResultType;
import io.temporal.api.enums.v1.ResourceExhaustedCause;
import io.temporal.api.enums.v1.ResourceExhaustedScope;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.History;
import io.temporal.api.query.v1.QueryRejected;
import io.temporal.api.query.v1.WorkflowQuery;
import io.temporal.api.query.v1.WorkflowQueryResult;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.QueryWorkflowRequest;
import io.temporal.api.workflowservice.v1.QueryWorkflowResponse;
import io.temporal.api.workflowservice.v1.RespondQueryTaskCompletedRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queries of runs. The answer shows every event that was there when the query came: with a workflow
 * task that a worker still has to see, the query goes along with it; else straight to a worker.
 */
final class QueryCalls {

  private static final Logger LOG = LoggerFactory.getLogger(QueryCalls.class);
  private static final int FAILING_ATTEMPTS = 3;
  private static final Duration CHECK = Duration.ofMillis(500);

  private final Runs runs;
  private final HistorySettings settings;

  QueryCalls(Runs runs, HistorySettings settings) {
    this.runs = runs;
    this.settings = settings;
  }

  QueryWorkflowResponse query(String namespaceId, QueryWorkflowRequest request) {
    RunReference reference = RunReference.of(namespaceId, request.getExecution());
    long deadline = System.nanoTime() + Deadlines.remaining(settings.queryWait()).toNanos();
    return runs.on(reference, shard -> query(shard, reference, request, deadline));
  }

  private QueryWorkflowResponse query(
      OwnedShard shard, RunReference reference, QueryWorkflowRequest request, long deadline) {
    Runs.Read read = Runs.read(shard, reference);
    if (isRejected(request.getQueryRejectCondition(), read.state().getStatus())) {
      return QueryWorkflowResponse.newBuilder()
          .setQueryRejected(QueryRejected.newBuilder().setStatus(read.state().getStatus()))
          .build();
    }
    try (RunCache.Lease kept = shard.runs().keep(read.key())) {
      CachedRun run = kept.run();
      Optional<PendingQueries.Pending> pending = join(shard, run, request.getQuery());
      if (pending.isPresent()) {
        Optional<WorkflowQueryResult> result = await(shard, run, pending.get(), deadline);
        if (result.isPresent()) {
          return answer(result.get());
        }
      }
      MutableState state =
          Runs.read(
                  shard,
                  new RunReference(
                      reference.namespaceId(),
                      reference.workflowId(),
                      Optional.of(read.key().runId())))
              .state();
      return dispatch(shard, state, request.getQuery(), deadline);
    }
  }

  private static boolean isRejected(
      QueryRejectCondition condition, WorkflowExecutionStatus status) {
    return switch (condition) {
      case QUERY_REJECT_CONDITION_NOT_OPEN ->
          status != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
      case QUERY_REJECT_CONDITION_NOT_COMPLETED_CLEANLY ->
          status != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
              && status != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED;
      case QUERY_REJECT_CONDITION_UNSPECIFIED, QUERY_REJECT_CONDITION_NONE, UNRECOGNIZED -> false;
    };
  }

  /** Puts the query with the next workflow task; empty if it may go to a worker at once. */
  private Optional<PendingQueries.Pending> join(
      OwnedShard shard, CachedRun run, WorkflowQuery query) {
    try (RunCache.Lease lease = shard.runs().lock(run.key(), settings.lockWait())) {
      MutableState state = new RunWriter(shard).load(lease.run()).state();
      boolean running = state.getState() != RunState.RUN_STATE_COMPLETED;
      boolean seenByWorker = state.getLastCompletedWorkflowTaskStartedEventId() > 0;
      if (!seenByWorker && !(running && state.hasWorkflowTask())) {
        throw ServiceErrors.workflowNotReady(
            "Workflow has not run a workflow task yet and can't be queried.");
      }
      if (running && state.getWorkflowTaskAttempt() >= FAILING_ATTEMPTS) {
        throw ServiceErrors.workflowNotReady(
            "Unable to query workflow due to Workflow Task in failed state.");
      }
      if (!running || !state.hasWorkflowTask()) {
        return Optional.empty();
      }
      if (run.queries().size() >= settings.bufferedQueries()) {
        throw ServiceErrors.resourceExhausted(
            ResourceExhaustedCause.RESOURCE_EXHAUSTED_CAUSE_BUSY_WORKFLOW,
            ResourceExhaustedScope.RESOURCE_EXHAUSTED_SCOPE_NAMESPACE,
            "consistent query buffer is full, cannot accept new consistent queries");
      }
      return Optional.of(run.queries().add(query));
    }
  }

  private Optional<WorkflowQueryResult> await(
      OwnedShard shard, CachedRun run, PendingQueries.Pending pending, long deadline) {
    try {
      while (true) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw ServiceErrors.deadlineExceeded("query timed out before a worker could answer it");
        }
        try {
          return pending.answer().get(Math.min(left, CHECK.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException notYet) {
          shard.requireOpen();
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw ServiceErrors.unavailable("interrupted while waiting for the answer to a query");
    } catch (ExecutionException never) {
      throw new IllegalStateException(never);
    } finally {
      try (RunCache.Lease lease = shard.runs().lock(run.key(), settings.lockWait())) {
        lease.run().queries().remove(pending);
      }
    }
  }

  private static QueryWorkflowResponse answer(WorkflowQueryResult result) {
    if (result.getResultType() == QueryResultType.QUERY_RESULT_TYPE_ANSWERED) {
      return QueryWorkflowResponse.newBuilder().setQueryResult(result.getAnswer()).build();
    }
    throw failed(result.getErrorMessage(), result.getFailure());
  }

  private QueryWorkflowResponse dispatch(
      OwnedShard shard, MutableState state, WorkflowQuery query, long deadline) {
    if (!state.getStickyTaskQueue().isEmpty()) {
      Duration wait = Times.duration(state.getStickyScheduleToStartTimeout());
      DispatchQueryResponse response =
          send(
              shard,
              state,
              TaskQueue.newBuilder()
                  .setName(state.getStickyTaskQueue())
                  .setKind(TaskQueueKind.TASK_QUEUE_KIND_STICKY)
                  .setNormalName(state.getTaskQueue())
                  .build(),
              template(state, query).setHistory(History.getDefaultInstance()).build(),
              wait.isPositive() && wait.toNanos() < left(deadline)
                  ? wait
                  : Duration.ofNanos(left(deadline)));
      if (response.hasAnswer()) {
        return answer(response.getAnswer());
      }
      forgetSticky(shard, state);
    }
    PollWorkflowTaskQueueResponse.Builder full = template(state, query);
    WorkflowTaskResponses.addHistory(
        shard,
        state,
        HistoryPageToken.newBuilder()
            .setRunId(state.getRunId())
            .setNextEventId(1)
            .setEndEventId(state.getNextEventId())
            .build(),
        full);
    DispatchQueryResponse response =
        send(
            shard,
            state,
            TaskQueue.newBuilder()
                .setName(state.getTaskQueue())
                .setKind(TaskQueueKind.TASK_QUEUE_KIND_NORMAL)
                .build(),
            full.build(),
            Duration.ofNanos(left(deadline)));
    if (!response.hasAnswer()) {
      throw ServiceErrors.deadlineExceeded("query timed out before a worker could answer it");
    }
    return answer(response.getAnswer());
  }

  private static long left(long deadline) {
    return Math.max(1, deadline - System.nanoTime());
  }

  /** A started event id would tell the worker to expect that event in the history it is sent. */
  private static PollWorkflowTaskQueueResponse.Builder template(
      MutableState state, WorkflowQuery query) {
    return WorkflowTaskResponses.ofRun(state)
        .setPreviousStartedEventId(state.getLastCompletedWorkflowTaskStartedEventId())
        .setAttempt(1)
        .setQuery(query);
  }

  private static DispatchQueryResponse send(
      OwnedShard shard,
      MutableState state,
      TaskQueue taskQueue,
      PollWorkflowTaskQueueResponse template,
      Duration wait) {
    return shard
        .environment()
        .matching()
        .dispatchQuery(
            DispatchQueryRequest.newBuilder()
                .setNamespaceId(state.getNamespaceId())
                .setTaskQueue(taskQueue)
                .setTemplate(template)
                .setWaitAtMost(Times.duration(wait))
                .build());
  }

  /** The worker that had the run cached is gone; the next workflow task need not wait for it. */
  private void forgetSticky(OwnedShard shard, MutableState state) {
    if (state.getState() == RunState.RUN_STATE_COMPLETED) {
      return;
    }
    try {
      runs.change(
          TaskRuns.reference(state.getNamespaceId(), state.getWorkflowId(), state.getRunId()),
          (run, before) -> run.resetStickyTaskQueue());
    } catch (RuntimeException failure) {
      LOG.debug("shard {}: can't forget a sticky task queue", shard.id(), failure);
    }
  }

  private static QueryWorkflowResponse answer(RespondQueryTaskCompletedRequest answer) {
    if (answer.getCompletedType() == QueryResultType.QUERY_RESULT_TYPE_ANSWERED) {
      return QueryWorkflowResponse.newBuilder().setQueryResult(answer.getQueryResult()).build();
    }
    throw failed(answer.getErrorMessage(), answer.getFailure());
  }

  private static RuntimeException failed(String message, Failure failure) {
    return ServiceErrors.queryFailed(message, failure);
  }
}
