// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.internal.workflow.StartedWorkflowTask;
import dev.fencepost.engine.internal.workflow.WorkflowTaskOutcome;
import dev.fencepost.engine.internal.workflow.WorkflowTaskPoll;
import dev.fencepost.engine.v1.CompleteWorkflowTaskRequest;
import dev.fencepost.engine.v1.CompleteWorkflowTaskResponse;
import dev.fencepost.engine.v1.FailWorkflowTaskRequest;
import dev.fencepost.engine.v1.FailWorkflowTaskResponse;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.RecordWorkflowTaskStartedRequest;
import dev.fencepost.engine.v1.RecordWorkflowTaskStartedResponse;
import dev.fencepost.engine.v1.WorkflowTaskToken;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.query.v1.WorkflowQuery;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedResponse;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** What workers, and matching on their behalf, say of workflow tasks. */
final class WorkflowTaskCalls {

  private final Runs runs;
  private final HistoryMetrics metrics;
  private final InstantSource clock;

  WorkflowTaskCalls(Runs runs, HistoryMetrics metrics, InstantSource clock) {
    this.runs = runs;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** A workflow task that was given to a worker, as the run stands with it. */
  private record Given(
      OwnedShard shard,
      MutableState state,
      StartedWorkflowTask task,
      Map<String, WorkflowQuery> queries) {}

  RecordWorkflowTaskStartedResponse recordStarted(RecordWorkflowTaskStartedRequest request) {
    PollWorkflowTaskQueueRequest poll = request.getPollRequest();
    Given given =
        runs.changeAndGet(
            RunReference.of(request.getNamespaceId(), request.getExecution()),
            (run, before) ->
                run.startWorkflowTask(
                    new WorkflowTaskPoll(
                        request.getScheduledEventId(),
                        request.getRequestId(),
                        poll.getTaskQueue(),
                        poll.getIdentity())),
            changed -> given(changed, changed.result()));
    metrics.workflowTaskStarted(
        Duration.between(given.task().scheduledTime(), given.task().startedTime()));
    return RecordWorkflowTaskStartedResponse.newBuilder()
        .setResponse(
            WorkflowTaskResponses.of(
                given.shard(), given.state(), given.task(), given.queries(), request.getSticky()))
        .build();
  }

  private static Given given(Runs.Changed<?> changed, StartedWorkflowTask task) {
    return new Given(changed.shard(), changed.state(), task, changed.run().queries().queries());
  }

  private record Completion(WorkflowTaskOutcome outcome, Optional<Given> next) {}

  CompleteWorkflowTaskResponse complete(CompleteWorkflowTaskRequest request) {
    RespondWorkflowTaskCompletedRequest answer = request.getRequest();
    WorkflowTaskToken token = token(answer.getTaskToken());
    Completion completion =
        runs.changeAndGet(
            reference(request.getNamespaceId(), token),
            (run, before) -> run.completeWorkflowTask(token, answer),
            changed -> completion(changed, answer));
    if (token.hasStartedTime()) {
      metrics.workflowTaskCompleted(
          Duration.between(Times.instant(token.getStartedTime()), clock.instant()));
    }
    return switch (completion.outcome()) {
      case WorkflowTaskOutcome.Completed done ->
          CompleteWorkflowTaskResponse.newBuilder()
              .setResponse(response(completion.next()))
              .build();
      case WorkflowTaskOutcome.Failed failed ->
          throw ServiceErrors.invalidArgument(failed.message());
      case WorkflowTaskOutcome.HeartbeatTimedOut late ->
          throw ServiceErrors.notFound("workflow task heartbeat timeout");
    };
  }

  private static Completion completion(
      Runs.Changed<WorkflowTaskOutcome> changed, RespondWorkflowTaskCompletedRequest answer) {
    Optional<Given> next = Optional.empty();
    if (changed.result() instanceof WorkflowTaskOutcome.Completed done) {
      PendingQueries queries = changed.run().queries();
      queries.answer(answer.getQueryResultsMap());
      if (!changed.state().hasWorkflowTask()) {
        queries.unblock();
      }
      next = done.next().map(task -> given(changed, task));
    }
    return new Completion(changed.result(), next);
  }

  private static RespondWorkflowTaskCompletedResponse response(Optional<Given> next) {
    RespondWorkflowTaskCompletedResponse.Builder response =
        RespondWorkflowTaskCompletedResponse.newBuilder();
    next.ifPresent(
        given ->
            response.setWorkflowTask(
                WorkflowTaskResponses.of(
                    given.shard(),
                    given.state(),
                    given.task(),
                    given.queries(),
                    given.task().sticky())));
    return response.build();
  }

  FailWorkflowTaskResponse fail(FailWorkflowTaskRequest request) {
    RespondWorkflowTaskFailedRequest failure = request.getRequest();
    WorkflowTaskToken token = token(failure.getTaskToken());
    runs.change(
        reference(request.getNamespaceId(), token),
        (run, before) -> run.failWorkflowTask(token, failure));
    return FailWorkflowTaskResponse.getDefaultInstance();
  }

  private static RunReference reference(String namespaceId, WorkflowTaskToken token) {
    if (!token.getNamespaceId().equals(namespaceId)) {
      throw ServiceErrors.invalidArgument(
          "Operation requested with a token from a different namespace.");
    }
    return RunReference.of(
        namespaceId,
        WorkflowExecution.newBuilder()
            .setWorkflowId(token.getWorkflowId())
            .setRunId(token.getRunId())
            .build());
  }

  private static WorkflowTaskToken token(ByteString bytes) {
    if (bytes.isEmpty()) {
      throw ServiceErrors.invalidArgument("Task token not set on request.");
    }
    try {
      return WorkflowTaskToken.parseFrom(bytes);
    } catch (InvalidProtocolBufferException unreadable) {
      throw ServiceErrors.invalidArgument("Invalid TaskToken.");
    }
  }
}
