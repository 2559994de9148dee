// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend;

import static dev.fencepost.engine.internal.frontend.Requests.requireExecution;
import static dev.fencepost.engine.internal.frontend.Requests.requireTaskQueue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.fencepost.engine.internal.history.HistoryService;
import dev.fencepost.engine.internal.matching.MatchingService;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.internal.rpc.ServiceTable;
import dev.fencepost.engine.v1.CancelPollsRequest;
import dev.fencepost.engine.v1.CompleteQueryRequest;
import dev.fencepost.engine.v1.CompleteWorkflowTaskRequest;
import dev.fencepost.engine.v1.FailWorkflowTaskRequest;
import dev.fencepost.engine.v1.PollActivityTaskRequest;
import dev.fencepost.engine.v1.PollWorkflowTaskRequest;
import dev.fencepost.engine.v1.QueryTaskToken;
import dev.fencepost.engine.v1.ResetStickyRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RecordWorkerHeartbeatRequest;
import io.temporal.api.workflowservice.v1.RecordWorkerHeartbeatResponse;
import io.temporal.api.workflowservice.v1.ResetStickyTaskQueueRequest;
import io.temporal.api.workflowservice.v1.ResetStickyTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondQueryTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondQueryTaskCompletedResponse;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedResponse;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedResponse;
import io.temporal.api.workflowservice.v1.ShutdownWorkerRequest;
import io.temporal.api.workflowservice.v1.ShutdownWorkerResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.util.UUID;

/** What workers ask: polls, and the answers to workflow tasks and queries. */
final class WorkerApi {

  private final HistoryService history;
  private final MatchingService matching;
  private final NamespaceLookup namespaces;

  WorkerApi(HistoryService history, MatchingService matching, NamespaceLookup namespaces) {
    this.history = history;
    this.matching = matching;
    this.namespaces = namespaces;
  }

  void serveOn(ServiceTable table) {
    table
        .serve(WorkflowServiceGrpc.getPollWorkflowTaskQueueMethod(), this::pollWorkflowTask)
        .serve(WorkflowServiceGrpc.getPollActivityTaskQueueMethod(), this::pollActivityTask)
        .serve(
            WorkflowServiceGrpc.getRespondWorkflowTaskCompletedMethod(),
            this::workflowTaskCompleted)
        .serve(WorkflowServiceGrpc.getRespondWorkflowTaskFailedMethod(), this::workflowTaskFailed)
        .serve(WorkflowServiceGrpc.getRespondQueryTaskCompletedMethod(), this::queryCompleted)
        .serve(WorkflowServiceGrpc.getResetStickyTaskQueueMethod(), this::resetSticky)
        .serve(WorkflowServiceGrpc.getShutdownWorkerMethod(), this::shutdownWorker)
        .serve(WorkflowServiceGrpc.getRecordWorkerHeartbeatMethod(), this::recordHeartbeat);
  }

  private PollWorkflowTaskQueueResponse pollWorkflowTask(PollWorkflowTaskQueueRequest request) {
    String namespaceId = namespaces.idOf(request.getNamespace());
    requireTaskQueue(request.getTaskQueue());
    return matching
        .pollWorkflowTaskQueue(
            PollWorkflowTaskRequest.newBuilder()
                .setNamespaceId(namespaceId)
                .setRequest(request)
                .setWaitAtMost(LongPolls.waitAtMost(LongPolls.TASK))
                .setPollerId(UUID.randomUUID().toString())
                .build())
        .getResponse();
  }

  private PollActivityTaskQueueResponse pollActivityTask(PollActivityTaskQueueRequest request) {
    String namespaceId = namespaces.idOf(request.getNamespace());
    requireTaskQueue(request.getTaskQueue());
    double perSecond = request.getTaskQueueMetadata().getMaxTasksPerSecond().getValue();
    if (!(perSecond >= 0)) {
      throw ServiceErrors.invalidArgument(
          "task_queue_metadata.max_tasks_per_second is 0 or more, not " + perSecond);
    }
    return matching
        .pollActivityTaskQueue(
            PollActivityTaskRequest.newBuilder()
                .setNamespaceId(namespaceId)
                .setRequest(request)
                .setWaitAtMost(LongPolls.waitAtMost(LongPolls.TASK))
                .setPollerId(UUID.randomUUID().toString())
                .build())
        .getResponse();
  }

  private RespondWorkflowTaskCompletedResponse workflowTaskCompleted(
      RespondWorkflowTaskCompletedRequest request) {
    String namespaceId = namespaces.idOf(request.getNamespace());
    requireToken(request.getTaskToken());
    return history
        .respondWorkflowTaskCompleted(
            CompleteWorkflowTaskRequest.newBuilder()
                .setNamespaceId(namespaceId)
                .setRequest(request)
                .build())
        .getResponse();
  }

  private RespondWorkflowTaskFailedResponse workflowTaskFailed(
      RespondWorkflowTaskFailedRequest request) {
    String namespaceId = namespaces.idOf(request.getNamespace());
    requireToken(request.getTaskToken());
    history.respondWorkflowTaskFailed(
        FailWorkflowTaskRequest.newBuilder()
            .setNamespaceId(namespaceId)
            .setRequest(request)
            .build());
    return RespondWorkflowTaskFailedResponse.getDefaultInstance();
  }

  private RespondQueryTaskCompletedResponse queryCompleted(
      RespondQueryTaskCompletedRequest request) {
    String namespaceId = namespaces.idOf(request.getNamespace());
    requireToken(request.getTaskToken());
    QueryTaskToken token = queryToken(request.getTaskToken());
    if (!token.getNamespaceId().equals(namespaceId)) {
      throw ServiceErrors.invalidArgument("task_token belongs to another namespace");
    }
    matching.respondQueryTaskCompleted(
        CompleteQueryRequest.newBuilder()
            .setNamespaceId(namespaceId)
            .setToken(token)
            .setRequest(request)
            .build());
    return RespondQueryTaskCompletedResponse.getDefaultInstance();
  }

  private ResetStickyTaskQueueResponse resetSticky(ResetStickyTaskQueueRequest request) {
    String namespaceId = namespaces.idOf(request.getNamespace());
    requireExecution("execution", request.getExecution());
    history.resetStickyTaskQueue(
        ResetStickyRequest.newBuilder()
            .setNamespaceId(namespaceId)
            .setExecution(request.getExecution())
            .build());
    return ResetStickyTaskQueueResponse.getDefaultInstance();
  }

  private ShutdownWorkerResponse shutdownWorker(ShutdownWorkerRequest request) {
    String namespaceId = namespaces.idOf(request.getNamespace());
    CancelPollsRequest.Builder cancel =
        CancelPollsRequest.newBuilder()
            .setNamespaceId(namespaceId)
            .setWorkerInstanceKey(request.getWorkerInstanceKey())
            .setIdentity(request.getIdentity());
    if (!request.getStickyTaskQueue().isEmpty()) {
      matching.cancelPolls(
          cancel.clone().setTaskQueue(request.getStickyTaskQueue()).setSticky(true).build());
    }
    if (!request.getTaskQueue().isEmpty() && !request.getWorkerInstanceKey().isEmpty()) {
      matching.cancelPolls(cancel.clone().setTaskQueue(request.getTaskQueue()).build());
    }
    return ShutdownWorkerResponse.getDefaultInstance();
  }

  private RecordWorkerHeartbeatResponse recordHeartbeat(RecordWorkerHeartbeatRequest request) {
    namespaces.idOf(request.getNamespace());
    return RecordWorkerHeartbeatResponse.getDefaultInstance();
  }

  private static void requireToken(ByteString token) {
    if (token.isEmpty()) {
      throw ServiceErrors.invalidArgument("task_token is missing");
    }
  }

  private static QueryTaskToken queryToken(ByteString token) {
    try {
      return QueryTaskToken.parseFrom(token);
    } catch (InvalidProtocolBufferException garbled) {
      throw ServiceErrors.invalidArgument("task_token is not one this server handed out");
    }
  }
}
