// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.cluster;

import dev.fencepost.engine.internal.cluster.OwnerRouter.Repeat;
import dev.fencepost.engine.internal.history.HistoryService;
import dev.fencepost.engine.v1.CancelActivityRequest;
import dev.fencepost.engine.v1.CancelActivityResponse;
import dev.fencepost.engine.v1.CompleteActivityRequest;
import dev.fencepost.engine.v1.CompleteActivityResponse;
import dev.fencepost.engine.v1.CompleteWorkflowTaskRequest;
import dev.fencepost.engine.v1.CompleteWorkflowTaskResponse;
import dev.fencepost.engine.v1.DescribeWorkflowRequest;
import dev.fencepost.engine.v1.DescribeWorkflowResponse;
import dev.fencepost.engine.v1.FailActivityRequest;
import dev.fencepost.engine.v1.FailActivityResponse;
import dev.fencepost.engine.v1.FailWorkflowTaskRequest;
import dev.fencepost.engine.v1.FailWorkflowTaskResponse;
import dev.fencepost.engine.v1.HeartbeatActivityRequest;
import dev.fencepost.engine.v1.HeartbeatActivityResponse;
import dev.fencepost.engine.v1.QueryWorkflowRequest;
import dev.fencepost.engine.v1.QueryWorkflowResponse;
import dev.fencepost.engine.v1.ReadWorkflowHistoryRequest;
import dev.fencepost.engine.v1.ReadWorkflowHistoryResponse;
import dev.fencepost.engine.v1.ReadWorkflowHistoryReverseRequest;
import dev.fencepost.engine.v1.ReadWorkflowHistoryReverseResponse;
import dev.fencepost.engine.v1.RecordActivityTaskStartedRequest;
import dev.fencepost.engine.v1.RecordActivityTaskStartedResponse;
import dev.fencepost.engine.v1.RecordChildCompletedRequest;
import dev.fencepost.engine.v1.RecordChildCompletedResponse;
import dev.fencepost.engine.v1.RecordWorkflowTaskStartedRequest;
import dev.fencepost.engine.v1.RecordWorkflowTaskStartedResponse;
import dev.fencepost.engine.v1.RequestCancelWorkflowRequest;
import dev.fencepost.engine.v1.RequestCancelWorkflowResponse;
import dev.fencepost.engine.v1.ResetStickyRequest;
import dev.fencepost.engine.v1.ResetStickyResponse;
import dev.fencepost.engine.v1.SignalWithStartWorkflowRequest;
import dev.fencepost.engine.v1.SignalWithStartWorkflowResponse;
import dev.fencepost.engine.v1.SignalWorkflowRequest;
import dev.fencepost.engine.v1.SignalWorkflowResponse;
import dev.fencepost.engine.v1.StartWorkflowRequest;
import dev.fencepost.engine.v1.StartWorkflowResponse;
import dev.fencepost.engine.v1.TerminateWorkflowRequest;
import dev.fencepost.engine.v1.TerminateWorkflowResponse;
import java.util.function.Function;
import java.util.function.Supplier;

/** Brings every call to the owner of the shard of its workflow, wherever that is. */
public final class HistoryRouter implements HistoryService {

  private final OwnerRouter<HistoryService> router;
  private final Ownership ownership;

  /**
   * A router.
   *
   * @param membership the processes there are
   * @param ownership which shard a workflow belongs to
   * @param local the shards of this process
   * @param peers the way to the others
   */
  public HistoryRouter(
      Membership membership,
      Ownership ownership,
      Supplier<HistoryService> local,
      PeerChannels peers) {
    this.ownership = ownership;
    this.router =
        new OwnerRouter<>(
            membership, local, address -> new RemoteHistoryService(peers.channel(address)));
  }

  @Override
  public StartWorkflowResponse startWorkflowExecution(StartWorkflowRequest request) {
    return route(
        request.getNamespaceId(),
        request.getRequest().getWorkflowId(),
        Repeat.ALWAYS,
        owner -> owner.startWorkflowExecution(request));
  }

  @Override
  public SignalWithStartWorkflowResponse signalWithStartWorkflowExecution(
      SignalWithStartWorkflowRequest request) {
    return route(
        request.getNamespaceId(),
        request.getRequest().getWorkflowId(),
        Repeat.ALWAYS,
        owner -> owner.signalWithStartWorkflowExecution(request));
  }

  @Override
  public SignalWorkflowResponse signalWorkflowExecution(SignalWorkflowRequest request) {
    return route(
        request.getNamespaceId(),
        request.getRequest().getWorkflowExecution().getWorkflowId(),
        Repeat.ALWAYS,
        owner -> owner.signalWorkflowExecution(request));
  }

  @Override
  public RequestCancelWorkflowResponse requestCancelWorkflowExecution(
      RequestCancelWorkflowRequest request) {
    return route(
        request.getNamespaceId(),
        request.getRequest().getWorkflowExecution().getWorkflowId(),
        Repeat.ALWAYS,
        owner -> owner.requestCancelWorkflowExecution(request));
  }

  @Override
  public TerminateWorkflowResponse terminateWorkflowExecution(TerminateWorkflowRequest request) {
    return route(
        request.getNamespaceId(),
        request.getRequest().getWorkflowExecution().getWorkflowId(),
        Repeat.IF_NOTHING_DONE,
        owner -> owner.terminateWorkflowExecution(request));
  }

  @Override
  public DescribeWorkflowResponse describeWorkflowExecution(DescribeWorkflowRequest request) {
    return route(
        request.getNamespaceId(),
        request.getRequest().getExecution().getWorkflowId(),
        Repeat.ALWAYS,
        owner -> owner.describeWorkflowExecution(request));
  }

  @Override
  public ReadWorkflowHistoryResponse readWorkflowExecutionHistory(
      ReadWorkflowHistoryRequest request) {
    return route(
        request.getNamespaceId(),
        request.getRequest().getExecution().getWorkflowId(),
        Repeat.ALWAYS,
        owner -> owner.readWorkflowExecutionHistory(request));
  }

  @Override
  public ReadWorkflowHistoryReverseResponse readWorkflowExecutionHistoryReverse(
      ReadWorkflowHistoryReverseRequest request) {
    return route(
        request.getNamespaceId(),
        request.getRequest().getExecution().getWorkflowId(),
        Repeat.ALWAYS,
        owner -> owner.readWorkflowExecutionHistoryReverse(request));
  }

  @Override
  public QueryWorkflowResponse queryWorkflow(QueryWorkflowRequest request) {
    return route(
        request.getNamespaceId(),
        request.getRequest().getExecution().getWorkflowId(),
        Repeat.ALWAYS,
        owner -> owner.queryWorkflow(request));
  }

  @Override
  public ResetStickyResponse resetStickyTaskQueue(ResetStickyRequest request) {
    return route(
        request.getNamespaceId(),
        request.getExecution().getWorkflowId(),
        Repeat.ALWAYS,
        owner -> owner.resetStickyTaskQueue(request));
  }

  @Override
  public RecordWorkflowTaskStartedResponse recordWorkflowTaskStarted(
      RecordWorkflowTaskStartedRequest request) {
    return route(
        request.getNamespaceId(),
        request.getExecution().getWorkflowId(),
        Repeat.ALWAYS,
        owner -> owner.recordWorkflowTaskStarted(request));
  }

  @Override
  public CompleteWorkflowTaskResponse respondWorkflowTaskCompleted(
      CompleteWorkflowTaskRequest request) {
    return route(
        request.getNamespaceId(),
        TaskTokens.workflowIdOfWorkflowTask(request.getRequest().getTaskToken()),
        Repeat.IF_NOTHING_DONE,
        owner -> owner.respondWorkflowTaskCompleted(request));
  }

  @Override
  public FailWorkflowTaskResponse respondWorkflowTaskFailed(FailWorkflowTaskRequest request) {
    return route(
        request.getNamespaceId(),
        TaskTokens.workflowIdOfWorkflowTask(request.getRequest().getTaskToken()),
        Repeat.IF_NOTHING_DONE,
        owner -> owner.respondWorkflowTaskFailed(request));
  }

  @Override
  public RecordActivityTaskStartedResponse recordActivityTaskStarted(
      RecordActivityTaskStartedRequest request) {
    return route(
        request.getNamespaceId(),
        request.getExecution().getWorkflowId(),
        Repeat.ALWAYS,
        owner -> owner.recordActivityTaskStarted(request));
  }

  @Override
  public HeartbeatActivityResponse recordActivityTaskHeartbeat(HeartbeatActivityRequest request) {
    return route(
        request.getNamespaceId(),
        TaskTokens.workflowIdOf(request.getActivity()),
        Repeat.ALWAYS,
        owner -> owner.recordActivityTaskHeartbeat(request));
  }

  @Override
  public CompleteActivityResponse respondActivityTaskCompleted(CompleteActivityRequest request) {
    return route(
        request.getNamespaceId(),
        TaskTokens.workflowIdOf(request.getActivity()),
        Repeat.IF_NOTHING_DONE,
        owner -> owner.respondActivityTaskCompleted(request));
  }

  @Override
  public FailActivityResponse respondActivityTaskFailed(FailActivityRequest request) {
    return route(
        request.getNamespaceId(),
        TaskTokens.workflowIdOf(request.getActivity()),
        Repeat.IF_NOTHING_DONE,
        owner -> owner.respondActivityTaskFailed(request));
  }

  @Override
  public CancelActivityResponse respondActivityTaskCanceled(CancelActivityRequest request) {
    return route(
        request.getNamespaceId(),
        TaskTokens.workflowIdOf(request.getActivity()),
        Repeat.IF_NOTHING_DONE,
        owner -> owner.respondActivityTaskCanceled(request));
  }

  @Override
  public RecordChildCompletedResponse recordChildExecutionCompleted(
      RecordChildCompletedRequest request) {
    return route(
        request.getNamespaceId(),
        request.getParent().getWorkflowId(),
        Repeat.ALWAYS,
        owner -> owner.recordChildExecutionCompleted(request));
  }

  private <R> R route(
      String namespaceId, String workflowId, Repeat repeat, Function<HistoryService, R> call) {
    int shardId = ownership.shardOf(namespaceId, workflowId);
    return router.call("shard " + shardId, view -> view.ownerOfShard(shardId), repeat, call);
  }
}
