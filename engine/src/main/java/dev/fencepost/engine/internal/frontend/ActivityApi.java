// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend;

import static dev.fencepost.engine.internal.frontend.Requests.requireName;
import static dev.fencepost.engine.internal.frontend.Requests.requireRunId;

import com.google.protobuf.ByteString;
import dev.fencepost.engine.internal.history.HistoryService;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.internal.rpc.ServiceTable;
import dev.fencepost.engine.v1.ActivityById;
import dev.fencepost.engine.v1.ActivityReference;
import dev.fencepost.engine.v1.CancelActivityRequest;
import dev.fencepost.engine.v1.CompleteActivityRequest;
import dev.fencepost.engine.v1.FailActivityRequest;
import dev.fencepost.engine.v1.HeartbeatActivityRequest;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.workflowservice.v1.RecordActivityTaskHeartbeatByIdRequest;
import io.temporal.api.workflowservice.v1.RecordActivityTaskHeartbeatByIdResponse;
import io.temporal.api.workflowservice.v1.RecordActivityTaskHeartbeatRequest;
import io.temporal.api.workflowservice.v1.RecordActivityTaskHeartbeatResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledByIdRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledByIdResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedByIdRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedByIdResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedByIdRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedByIdResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.util.List;

/** What workers say of activities, which they name by task token or by id. */
final class ActivityApi {

  private final HistoryService history;
  private final NamespaceLookup namespaces;

  ActivityApi(HistoryService history, NamespaceLookup namespaces) {
    this.history = history;
    this.namespaces = namespaces;
  }

  void serveOn(ServiceTable table) {
    table
        .serve(WorkflowServiceGrpc.getRecordActivityTaskHeartbeatMethod(), this::heartbeat)
        .serve(WorkflowServiceGrpc.getRecordActivityTaskHeartbeatByIdMethod(), this::heartbeatById)
        .serve(WorkflowServiceGrpc.getRespondActivityTaskCompletedMethod(), this::completed)
        .serve(WorkflowServiceGrpc.getRespondActivityTaskCompletedByIdMethod(), this::completedById)
        .serve(WorkflowServiceGrpc.getRespondActivityTaskFailedMethod(), this::failed)
        .serve(WorkflowServiceGrpc.getRespondActivityTaskFailedByIdMethod(), this::failedById)
        .serve(WorkflowServiceGrpc.getRespondActivityTaskCanceledMethod(), this::canceled)
        .serve(WorkflowServiceGrpc.getRespondActivityTaskCanceledByIdMethod(), this::canceledById);
  }

  private RecordActivityTaskHeartbeatResponse heartbeat(
      RecordActivityTaskHeartbeatRequest request) {
    return RecordActivityTaskHeartbeatResponse.newBuilder()
        .setCancelRequested(
            heartbeat(
                request.getNamespace(),
                byToken(request.getTaskToken()),
                request.getDetails(),
                request.getIdentity()))
        .build();
  }

  private RecordActivityTaskHeartbeatByIdResponse heartbeatById(
      RecordActivityTaskHeartbeatByIdRequest request) {
    return RecordActivityTaskHeartbeatByIdResponse.newBuilder()
        .setCancelRequested(
            heartbeat(
                request.getNamespace(),
                byId(request.getWorkflowId(), request.getRunId(), request.getActivityId()),
                request.getDetails(),
                request.getIdentity()))
        .build();
  }

  private RespondActivityTaskCompletedResponse completed(
      RespondActivityTaskCompletedRequest request) {
    complete(
        request.getNamespace(),
        byToken(request.getTaskToken()),
        request.getResult(),
        request.getIdentity());
    return RespondActivityTaskCompletedResponse.getDefaultInstance();
  }

  private RespondActivityTaskCompletedByIdResponse completedById(
      RespondActivityTaskCompletedByIdRequest request) {
    complete(
        request.getNamespace(),
        byId(request.getWorkflowId(), request.getRunId(), request.getActivityId()),
        request.getResult(),
        request.getIdentity());
    return RespondActivityTaskCompletedByIdResponse.getDefaultInstance();
  }

  private RespondActivityTaskFailedResponse failed(RespondActivityTaskFailedRequest request) {
    List<Failure> failures =
        fail(
            request.getNamespace(),
            FailActivityRequest.newBuilder()
                .setActivity(byToken(request.getTaskToken()))
                .setFailure(request.getFailure())
                .setLastHeartbeatDetails(request.getLastHeartbeatDetails())
                .setIdentity(request.getIdentity()));
    return RespondActivityTaskFailedResponse.newBuilder().addAllFailures(failures).build();
  }

  private RespondActivityTaskFailedByIdResponse failedById(
      RespondActivityTaskFailedByIdRequest request) {
    List<Failure> failures =
        fail(
            request.getNamespace(),
            FailActivityRequest.newBuilder()
                .setActivity(
                    byId(request.getWorkflowId(), request.getRunId(), request.getActivityId()))
                .setFailure(request.getFailure())
                .setLastHeartbeatDetails(request.getLastHeartbeatDetails())
                .setIdentity(request.getIdentity()));
    return RespondActivityTaskFailedByIdResponse.newBuilder().addAllFailures(failures).build();
  }

  private RespondActivityTaskCanceledResponse canceled(RespondActivityTaskCanceledRequest request) {
    cancel(
        request.getNamespace(),
        byToken(request.getTaskToken()),
        request.getDetails(),
        request.getIdentity());
    return RespondActivityTaskCanceledResponse.getDefaultInstance();
  }

  private RespondActivityTaskCanceledByIdResponse canceledById(
      RespondActivityTaskCanceledByIdRequest request) {
    cancel(
        request.getNamespace(),
        byId(request.getWorkflowId(), request.getRunId(), request.getActivityId()),
        request.getDetails(),
        request.getIdentity());
    return RespondActivityTaskCanceledByIdResponse.getDefaultInstance();
  }

  private boolean heartbeat(
      String namespace, ActivityReference activity, Payloads details, String identity) {
    return history
        .recordActivityTaskHeartbeat(
            HeartbeatActivityRequest.newBuilder()
                .setNamespaceId(namespaces.idOf(namespace))
                .setActivity(activity)
                .setDetails(details)
                .setIdentity(identity)
                .build())
        .getCancelRequested();
  }

  private void complete(
      String namespace, ActivityReference activity, Payloads result, String identity) {
    history.respondActivityTaskCompleted(
        CompleteActivityRequest.newBuilder()
            .setNamespaceId(namespaces.idOf(namespace))
            .setActivity(activity)
            .setResult(result)
            .setIdentity(identity)
            .build());
  }

  private List<Failure> fail(String namespace, FailActivityRequest.Builder request) {
    return history
        .respondActivityTaskFailed(request.setNamespaceId(namespaces.idOf(namespace)).build())
        .getFailuresList();
  }

  private void cancel(
      String namespace, ActivityReference activity, Payloads details, String identity) {
    history.respondActivityTaskCanceled(
        CancelActivityRequest.newBuilder()
            .setNamespaceId(namespaces.idOf(namespace))
            .setActivity(activity)
            .setDetails(details)
            .setIdentity(identity)
            .build());
  }

  private static ActivityReference byToken(ByteString token) {
    if (token.isEmpty()) {
      throw ServiceErrors.invalidArgument("task_token is missing");
    }
    return ActivityReference.newBuilder().setTaskToken(token).build();
  }

  private static ActivityReference byId(String workflowId, String runId, String activityId) {
    requireName("workflow_id", workflowId);
    requireRunId("run_id", runId);
    requireName("activity_id", activityId);
    return ActivityReference.newBuilder()
        .setById(
            ActivityById.newBuilder()
                .setExecution(
                    WorkflowExecution.newBuilder().setWorkflowId(workflowId).setRunId(runId))
                .setActivityId(activityId))
        .build();
  }
}
