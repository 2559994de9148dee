// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import com.google.protobuf.ByteString;
import dev.fencepost.engine.internal.matching.MatchingService;
import dev.fencepost.engine.v1.ActivityReference;
import dev.fencepost.engine.v1.CompleteActivityRequest;
import dev.fencepost.engine.v1.CompleteWorkflowTaskRequest;
import dev.fencepost.engine.v1.DescribeWorkflowRequest;
import dev.fencepost.engine.v1.FailActivityRequest;
import dev.fencepost.engine.v1.PollActivityTaskRequest;
import dev.fencepost.engine.v1.PollWorkflowTaskRequest;
import dev.fencepost.engine.v1.ReadWorkflowHistoryRequest;
import dev.fencepost.engine.v1.SignalWorkflowRequest;
import dev.fencepost.engine.v1.StartWorkflowRequest;
import io.temporal.api.command.v1.Command;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedResponse;
import io.temporal.api.workflowservice.v1.SignalWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A client and a worker that decide what the test says. */
final class TestWorker {

  static final String QUEUE = "queue";
  static final String CHILD_QUEUE = "child-queue";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HistoryService history;
  private final MatchingService matching;

  TestWorker(HistoryProcess process) {
    this.history = process.history();
    this.matching = process.matching();
  }

  static Payloads payloads(String text) {
    return Payloads.newBuilder()
        .addPayloads(Payload.newBuilder().setData(ByteString.copyFromUtf8(text)))
        .build();
  }

  static StartWorkflowExecutionRequest.Builder request(String workflowId) {
    return StartWorkflowExecutionRequest.newBuilder()
        .setNamespace(OneNamespace.NAME)
        .setWorkflowId(workflowId)
        .setWorkflowType(WorkflowType.newBuilder().setName("test"))
        .setTaskQueue(TaskQueue.newBuilder().setName(QUEUE))
        .setRequestId(UUID.randomUUID().toString());
  }

  StartWorkflowExecutionResponse start(StartWorkflowExecutionRequest.Builder request) {
    return history
        .startWorkflowExecution(
            StartWorkflowRequest.newBuilder()
                .setNamespaceId(OneNamespace.ID)
                .setRequest(request)
                .build())
        .getResponse();
  }

  String start(String workflowId) {
    return start(request(workflowId)).getRunId();
  }

  void signal(String workflowId, String name) {
    var unused =
        history.signalWorkflowExecution(
            SignalWorkflowRequest.newBuilder()
                .setNamespaceId(OneNamespace.ID)
                .setRequest(
                    SignalWorkflowExecutionRequest.newBuilder()
                        .setWorkflowExecution(execution(workflowId))
                        .setSignalName(name)
                        .setRequestId(UUID.randomUUID().toString()))
                .build());
  }

  static WorkflowExecution execution(String workflowId) {
    return WorkflowExecution.newBuilder().setWorkflowId(workflowId).build();
  }

  PollWorkflowTaskQueueResponse pollWorkflowTask() {
    return pollWorkflowTask(QUEUE);
  }

  PollWorkflowTaskQueueResponse pollWorkflowTask(String queue) {
    return matching
        .pollWorkflowTaskQueue(
            PollWorkflowTaskRequest.newBuilder()
                .setNamespaceId(OneNamespace.ID)
                .setPollerId(UUID.randomUUID().toString())
                .setWaitAtMost(Times.duration(PATIENCE))
                .setRequest(
                    PollWorkflowTaskQueueRequest.newBuilder()
                        .setNamespace(OneNamespace.NAME)
                        .setIdentity("worker")
                        .setTaskQueue(TaskQueue.newBuilder().setName(queue)))
                .build())
        .getResponse();
  }

  PollActivityTaskQueueResponse pollActivity() {
    return matching
        .pollActivityTaskQueue(
            PollActivityTaskRequest.newBuilder()
                .setNamespaceId(OneNamespace.ID)
                .setPollerId(UUID.randomUUID().toString())
                .setWaitAtMost(Times.duration(PATIENCE))
                .setRequest(
                    PollActivityTaskQueueRequest.newBuilder()
                        .setNamespace(OneNamespace.NAME)
                        .setIdentity("worker")
                        .setTaskQueue(TaskQueue.newBuilder().setName(QUEUE)))
                .build())
        .getResponse();
  }

  RespondWorkflowTaskCompletedResponse complete(
      PollWorkflowTaskQueueResponse task, Command... commands) {
    return complete(
        RespondWorkflowTaskCompletedRequest.newBuilder()
            .setTaskToken(task.getTaskToken())
            .setIdentity("worker")
            .addAllCommands(List.of(commands)));
  }

  RespondWorkflowTaskCompletedResponse complete(
      RespondWorkflowTaskCompletedRequest.Builder request) {
    return history
        .respondWorkflowTaskCompleted(
            CompleteWorkflowTaskRequest.newBuilder()
                .setNamespaceId(OneNamespace.ID)
                .setRequest(request)
                .build())
        .getResponse();
  }

  void completeActivity(PollActivityTaskQueueResponse task) {
    var unused =
        history.respondActivityTaskCompleted(
            CompleteActivityRequest.newBuilder()
                .setNamespaceId(OneNamespace.ID)
                .setActivity(ActivityReference.newBuilder().setTaskToken(task.getTaskToken()))
                .setResult(payloads("done"))
                .build());
  }

  void failActivity(PollActivityTaskQueueResponse task) {
    var unused =
        history.respondActivityTaskFailed(
            FailActivityRequest.newBuilder()
                .setNamespaceId(OneNamespace.ID)
                .setActivity(ActivityReference.newBuilder().setTaskToken(task.getTaskToken()))
                .setFailure(
                    Failure.newBuilder()
                        .setMessage("not today")
                        .setApplicationFailureInfo(
                            ApplicationFailureInfo.newBuilder().setType("Late")))
                .build());
  }

  GetWorkflowExecutionHistoryResponse read(GetWorkflowExecutionHistoryRequest.Builder request) {
    return history
        .readWorkflowExecutionHistory(
            ReadWorkflowHistoryRequest.newBuilder()
                .setNamespaceId(OneNamespace.ID)
                .setWaitAtMost(Times.duration(PATIENCE))
                .setRequest(request)
                .build())
        .getResponse();
  }

  List<HistoryEvent> events(String workflowId) {
    return events(execution(workflowId));
  }

  List<HistoryEvent> events(WorkflowExecution execution) {
    List<HistoryEvent> events = new ArrayList<>();
    GetWorkflowExecutionHistoryRequest.Builder request =
        GetWorkflowExecutionHistoryRequest.newBuilder().setExecution(execution);
    do {
      GetWorkflowExecutionHistoryResponse page = read(request);
      events.addAll(page.getHistory().getEventsList());
      request.setNextPageToken(page.getNextPageToken());
    } while (!request.getNextPageToken().isEmpty());
    return events;
  }

  /** What follows the first page of a worker's history. */
  List<HistoryEvent> rest(PollWorkflowTaskQueueResponse task) {
    List<HistoryEvent> events = new ArrayList<>();
    GetWorkflowExecutionHistoryRequest.Builder request =
        GetWorkflowExecutionHistoryRequest.newBuilder()
            .setExecution(task.getWorkflowExecution())
            .setNextPageToken(task.getNextPageToken());
    while (!request.getNextPageToken().isEmpty()) {
      GetWorkflowExecutionHistoryResponse page = read(request);
      events.addAll(page.getHistory().getEventsList());
      request.setNextPageToken(page.getNextPageToken());
    }
    return events;
  }

  List<EventType> eventTypes(String workflowId) {
    return events(workflowId).stream().map(HistoryEvent::getEventType).toList();
  }

  WorkflowExecutionInfo describe(WorkflowExecution execution) {
    return history
        .describeWorkflowExecution(
            DescribeWorkflowRequest.newBuilder()
                .setNamespaceId(OneNamespace.ID)
                .setRequest(DescribeWorkflowExecutionRequest.newBuilder().setExecution(execution))
                .build())
        .getResponse()
        .getWorkflowExecutionInfo();
  }
}
