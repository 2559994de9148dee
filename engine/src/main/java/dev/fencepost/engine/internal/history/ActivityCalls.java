// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.internal.workflow.ActivityPoll;
import dev.fencepost.engine.internal.workflow.HeartbeatOutcome;
import dev.fencepost.engine.v1.ActivityById;
import dev.fencepost.engine.v1.ActivityReference;
import dev.fencepost.engine.v1.ActivityTaskToken;
import dev.fencepost.engine.v1.CancelActivityRequest;
import dev.fencepost.engine.v1.CancelActivityResponse;
import dev.fencepost.engine.v1.CompleteActivityRequest;
import dev.fencepost.engine.v1.CompleteActivityResponse;
import dev.fencepost.engine.v1.FailActivityRequest;
import dev.fencepost.engine.v1.FailActivityResponse;
import dev.fencepost.engine.v1.HeartbeatActivityRequest;
import dev.fencepost.engine.v1.HeartbeatActivityResponse;
import dev.fencepost.engine.v1.RecordActivityTaskStartedRequest;
import dev.fencepost.engine.v1.RecordActivityTaskStartedResponse;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.failure.v1.ServerFailureInfo;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;

/** What workers, and matching on their behalf, say of activities. */
final class ActivityCalls {

  private final Runs runs;
  private final HistoryMetrics metrics;
  private final PayloadLimit limit;

  ActivityCalls(Runs runs, HistoryMetrics metrics, PayloadLimit limit) {
    this.runs = runs;
    this.metrics = metrics;
    this.limit = limit;
  }

  /** An activity as a request names it. */
  private record Named(RunReference run, ActivityTaskToken token) {}

  RecordActivityTaskStartedResponse recordStarted(RecordActivityTaskStartedRequest request) {
    PollActivityTaskQueueRequest poll = request.getPollRequest();
    ActivityTaskResponses.Given given =
        runs.changeTogether(
            RunReference.of(request.getNamespaceId(), request.getExecution()),
            (run, before) ->
                run.startActivity(
                    new ActivityPoll(
                        request.getScheduledEventId(),
                        request.getAttempt(),
                        request.getRequestId(),
                        poll.getIdentity())),
            changed ->
                new ActivityTaskResponses.Given(
                    changed.shard(), changed.state(), changed.result()));
    metrics.activityStarted(given.waited());
    return RecordActivityTaskStartedResponse.newBuilder()
        .setResponse(ActivityTaskResponses.of(given))
        .build();
  }

  HeartbeatActivityResponse heartbeat(HeartbeatActivityRequest request) {
    Named activity = named(request.getNamespaceId(), request.getActivity());
    limit.check("details", request.getDetails());
    HeartbeatOutcome outcome =
        runs.changeTogether(
            activity.run(),
            (run, before) -> run.heartbeat(activity.token(), request.getDetails()),
            Runs.Changed::result);
    return HeartbeatActivityResponse.newBuilder()
        .setCancelRequested(
            switch (outcome) {
              case CANCEL_REQUESTED -> true;
              case CONTINUE -> false;
            })
        .build();
  }

  CompleteActivityResponse complete(CompleteActivityRequest request) {
    Named activity = named(request.getNamespaceId(), request.getActivity());
    if (limit.exceededBy(request.getResult())) {
      fail(activity, tooLarge("Complete result exceeds size limit.", request.getIdentity()));
      return CompleteActivityResponse.getDefaultInstance();
    }
    RespondActivityTaskCompletedRequest answer =
        RespondActivityTaskCompletedRequest.newBuilder()
            .setResult(request.getResult())
            .setIdentity(request.getIdentity())
            .build();
    runs.change(activity.run(), (run, before) -> run.completeActivity(activity.token(), answer));
    return CompleteActivityResponse.getDefaultInstance();
  }

  FailActivityResponse fail(FailActivityRequest request) {
    Named activity = named(request.getNamespaceId(), request.getActivity());
    if (limit.exceededBy(request.getFailure())) {
      fail(activity, tooLarge("Failure exceeds size limit.", request.getIdentity()));
      return FailActivityResponse.getDefaultInstance();
    }
    RespondActivityTaskFailedRequest.Builder answer =
        RespondActivityTaskFailedRequest.newBuilder()
            .setFailure(request.getFailure())
            .setIdentity(request.getIdentity());
    if (request.hasLastHeartbeatDetails() && !limit.exceededBy(request.getLastHeartbeatDetails())) {
      answer.setLastHeartbeatDetails(request.getLastHeartbeatDetails());
    }
    fail(activity, answer.build());
    return FailActivityResponse.getDefaultInstance();
  }

  private void fail(Named activity, RespondActivityTaskFailedRequest answer) {
    runs.change(activity.run(), (run, before) -> run.failActivity(activity.token(), answer));
  }

  private static RespondActivityTaskFailedRequest tooLarge(String message, String identity) {
    return RespondActivityTaskFailedRequest.newBuilder()
        .setFailure(
            Failure.newBuilder()
                .setMessage(message)
                .setServerFailureInfo(ServerFailureInfo.newBuilder().setNonRetryable(true)))
        .setIdentity(identity)
        .build();
  }

  CancelActivityResponse cancel(CancelActivityRequest request) {
    Named activity = named(request.getNamespaceId(), request.getActivity());
    limit.check("details", request.getDetails());
    RespondActivityTaskCanceledRequest answer =
        RespondActivityTaskCanceledRequest.newBuilder()
            .setDetails(request.getDetails())
            .setIdentity(request.getIdentity())
            .build();
    runs.change(activity.run(), (run, before) -> run.cancelActivity(activity.token(), answer));
    return CancelActivityResponse.getDefaultInstance();
  }

  private static Named named(String namespaceId, ActivityReference reference) {
    ActivityTaskToken token =
        switch (reference.getReferenceCase()) {
          case TASK_TOKEN -> token(reference);
          case BY_ID -> token(namespaceId, reference.getById());
          case REFERENCE_NOT_SET ->
              throw ServiceErrors.invalidArgument("Task token not set on request.");
        };
    if (!token.getNamespaceId().equals(namespaceId)) {
      throw ServiceErrors.invalidArgument(
          "Operation requested with a token from a different namespace.");
    }
    WorkflowExecution execution =
        WorkflowExecution.newBuilder()
            .setWorkflowId(token.getWorkflowId())
            .setRunId(token.getRunId())
            .build();
    return new Named(RunReference.of(namespaceId, execution), token);
  }

  private static ActivityTaskToken token(ActivityReference reference) {
    if (reference.getTaskToken().isEmpty()) {
      throw ServiceErrors.invalidArgument("Task token not set on request.");
    }
    try {
      return ActivityTaskToken.parseFrom(reference.getTaskToken());
    } catch (InvalidProtocolBufferException unreadable) {
      throw ServiceErrors.invalidArgument("Invalid TaskToken.");
    }
  }

  private static ActivityTaskToken token(String namespaceId, ActivityById activity) {
    if (activity.getActivityId().isEmpty()) {
      throw ServiceErrors.invalidArgument("ActivityId is not set on request.");
    }
    return ActivityTaskToken.newBuilder()
        .setNamespaceId(namespaceId)
        .setWorkflowId(activity.getExecution().getWorkflowId())
        .setRunId(activity.getExecution().getRunId())
        .setActivityId(activity.getActivityId())
        .build();
  }
}
