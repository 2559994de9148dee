// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.cluster;

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
import dev.fencepost.engine.v1.HistoryServiceGrpc;
import dev.fencepost.engine.v1.HistoryServiceGrpc.HistoryServiceBlockingStub;
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
import java.util.function.Supplier;

/** The shards of a peer. */
final class RemoteHistoryService implements HistoryService {

  private final Supplier<HistoryServiceBlockingStub> stub;

  RemoteHistoryService(PeerChannel peer) {
    this.stub = () -> peer.prepare(HistoryServiceGrpc::newBlockingStub);
  }

  @Override
  public StartWorkflowResponse startWorkflowExecution(StartWorkflowRequest request) {
    return stub.get().startWorkflowExecution(request);
  }

  @Override
  public SignalWithStartWorkflowResponse signalWithStartWorkflowExecution(
      SignalWithStartWorkflowRequest request) {
    return stub.get().signalWithStartWorkflowExecution(request);
  }

  @Override
  public SignalWorkflowResponse signalWorkflowExecution(SignalWorkflowRequest request) {
    return stub.get().signalWorkflowExecution(request);
  }

  @Override
  public RequestCancelWorkflowResponse requestCancelWorkflowExecution(
      RequestCancelWorkflowRequest request) {
    return stub.get().requestCancelWorkflowExecution(request);
  }

  @Override
  public TerminateWorkflowResponse terminateWorkflowExecution(TerminateWorkflowRequest request) {
    return stub.get().terminateWorkflowExecution(request);
  }

  @Override
  public DescribeWorkflowResponse describeWorkflowExecution(DescribeWorkflowRequest request) {
    return stub.get().describeWorkflowExecution(request);
  }

  @Override
  public ReadWorkflowHistoryResponse readWorkflowExecutionHistory(
      ReadWorkflowHistoryRequest request) {
    return stub.get().getWorkflowExecutionHistory(request);
  }

  @Override
  public ReadWorkflowHistoryReverseResponse readWorkflowExecutionHistoryReverse(
      ReadWorkflowHistoryReverseRequest request) {
    return stub.get().getWorkflowExecutionHistoryReverse(request);
  }

  @Override
  public QueryWorkflowResponse queryWorkflow(QueryWorkflowRequest request) {
    return stub.get().queryWorkflow(request);
  }

  @Override
  public ResetStickyResponse resetStickyTaskQueue(ResetStickyRequest request) {
    return stub.get().resetStickyTaskQueue(request);
  }

  @Override
  public RecordWorkflowTaskStartedResponse recordWorkflowTaskStarted(
      RecordWorkflowTaskStartedRequest request) {
    return stub.get().recordWorkflowTaskStarted(request);
  }

  @Override
  public CompleteWorkflowTaskResponse respondWorkflowTaskCompleted(
      CompleteWorkflowTaskRequest request) {
    return stub.get().respondWorkflowTaskCompleted(request);
  }

  @Override
  public FailWorkflowTaskResponse respondWorkflowTaskFailed(FailWorkflowTaskRequest request) {
    return stub.get().respondWorkflowTaskFailed(request);
  }

  @Override
  public RecordActivityTaskStartedResponse recordActivityTaskStarted(
      RecordActivityTaskStartedRequest request) {
    return stub.get().recordActivityTaskStarted(request);
  }

  @Override
  public HeartbeatActivityResponse recordActivityTaskHeartbeat(HeartbeatActivityRequest request) {
    return stub.get().recordActivityTaskHeartbeat(request);
  }

  @Override
  public CompleteActivityResponse respondActivityTaskCompleted(CompleteActivityRequest request) {
    return stub.get().respondActivityTaskCompleted(request);
  }

  @Override
  public FailActivityResponse respondActivityTaskFailed(FailActivityRequest request) {
    return stub.get().respondActivityTaskFailed(request);
  }

  @Override
  public CancelActivityResponse respondActivityTaskCanceled(CancelActivityRequest request) {
    return stub.get().respondActivityTaskCanceled(request);
  }

  @Override
  public RecordChildCompletedResponse recordChildExecutionCompleted(
      RecordChildCompletedRequest request) {
    return stub.get().recordChildExecutionCompleted(request);
  }
}
