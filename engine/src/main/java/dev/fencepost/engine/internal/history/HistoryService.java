// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

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

/**
 * The owner of a shard as the rest of the process sees it: the local one, or a peer's behind the
 * same methods. Requests name the namespace by id.
 *
 * <p>Every method may throw {@link io.grpc.StatusRuntimeException}, with Temporal's error details
 * where SDKs look for them. UNAVAILABLE means that the callee surely did nothing.
 */
public interface HistoryService {

  /** See {@code HistoryService.StartWorkflowExecution}. */
  StartWorkflowResponse startWorkflowExecution(StartWorkflowRequest request);

  /** See {@code HistoryService.SignalWithStartWorkflowExecution}. */
  SignalWithStartWorkflowResponse signalWithStartWorkflowExecution(
      SignalWithStartWorkflowRequest request);

  /** See {@code HistoryService.SignalWorkflowExecution}. */
  SignalWorkflowResponse signalWorkflowExecution(SignalWorkflowRequest request);

  /** See {@code HistoryService.RequestCancelWorkflowExecution}. */
  RequestCancelWorkflowResponse requestCancelWorkflowExecution(
      RequestCancelWorkflowRequest request);

  /** See {@code HistoryService.TerminateWorkflowExecution}. */
  TerminateWorkflowResponse terminateWorkflowExecution(TerminateWorkflowRequest request);

  /** See {@code HistoryService.DescribeWorkflowExecution}. */
  DescribeWorkflowResponse describeWorkflowExecution(DescribeWorkflowRequest request);

  /** See {@code HistoryService.GetWorkflowExecutionHistory}. */
  ReadWorkflowHistoryResponse readWorkflowExecutionHistory(ReadWorkflowHistoryRequest request);

  /** See {@code HistoryService.GetWorkflowExecutionHistoryReverse}. */
  ReadWorkflowHistoryReverseResponse readWorkflowExecutionHistoryReverse(
      ReadWorkflowHistoryReverseRequest request);

  /** See {@code HistoryService.QueryWorkflow}. */
  QueryWorkflowResponse queryWorkflow(QueryWorkflowRequest request);

  /** See {@code HistoryService.ResetStickyTaskQueue}. */
  ResetStickyResponse resetStickyTaskQueue(ResetStickyRequest request);

  /** See {@code HistoryService.RecordWorkflowTaskStarted}. */
  RecordWorkflowTaskStartedResponse recordWorkflowTaskStarted(
      RecordWorkflowTaskStartedRequest request);

  /** See {@code HistoryService.RespondWorkflowTaskCompleted}. */
  CompleteWorkflowTaskResponse respondWorkflowTaskCompleted(CompleteWorkflowTaskRequest request);

  /** See {@code HistoryService.RespondWorkflowTaskFailed}. */
  FailWorkflowTaskResponse respondWorkflowTaskFailed(FailWorkflowTaskRequest request);

  /** See {@code HistoryService.RecordActivityTaskStarted}. */
  RecordActivityTaskStartedResponse recordActivityTaskStarted(
      RecordActivityTaskStartedRequest request);

  /** See {@code HistoryService.RecordActivityTaskHeartbeat}. */
  HeartbeatActivityResponse recordActivityTaskHeartbeat(HeartbeatActivityRequest request);

  /** See {@code HistoryService.RespondActivityTaskCompleted}. */
  CompleteActivityResponse respondActivityTaskCompleted(CompleteActivityRequest request);

  /** See {@code HistoryService.RespondActivityTaskFailed}. */
  FailActivityResponse respondActivityTaskFailed(FailActivityRequest request);

  /** See {@code HistoryService.RespondActivityTaskCanceled}. */
  CancelActivityResponse respondActivityTaskCanceled(CancelActivityRequest request);

  /** See {@code HistoryService.RecordChildExecutionCompleted}. */
  RecordChildCompletedResponse recordChildExecutionCompleted(RecordChildCompletedRequest request);
}
