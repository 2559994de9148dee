// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

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
import dev.fencepost.engine.v1.RecordChildCompletedRequest;
import dev.fencepost.engine.v1.RecordChildCompletedResponse;
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

/** The methods of the history that matching has no business with. */
interface OnlyStartsTasks extends HistoryService {

  @Override
  default StartWorkflowResponse startWorkflowExecution(StartWorkflowRequest request) {
    throw new UnsupportedOperationException("startWorkflowExecution");
  }

  @Override
  default SignalWithStartWorkflowResponse signalWithStartWorkflowExecution(
      SignalWithStartWorkflowRequest request) {
    throw new UnsupportedOperationException("signalWithStartWorkflowExecution");
  }

  @Override
  default SignalWorkflowResponse signalWorkflowExecution(SignalWorkflowRequest request) {
    throw new UnsupportedOperationException("signalWorkflowExecution");
  }

  @Override
  default RequestCancelWorkflowResponse requestCancelWorkflowExecution(
      RequestCancelWorkflowRequest request) {
    throw new UnsupportedOperationException("requestCancelWorkflowExecution");
  }

  @Override
  default TerminateWorkflowResponse terminateWorkflowExecution(TerminateWorkflowRequest request) {
    throw new UnsupportedOperationException("terminateWorkflowExecution");
  }

  @Override
  default DescribeWorkflowResponse describeWorkflowExecution(DescribeWorkflowRequest request) {
    throw new UnsupportedOperationException("describeWorkflowExecution");
  }

  @Override
  default ReadWorkflowHistoryResponse readWorkflowExecutionHistory(
      ReadWorkflowHistoryRequest request) {
    throw new UnsupportedOperationException("readWorkflowExecutionHistory");
  }

  @Override
  default ReadWorkflowHistoryReverseResponse readWorkflowExecutionHistoryReverse(
      ReadWorkflowHistoryReverseRequest request) {
    throw new UnsupportedOperationException("readWorkflowExecutionHistoryReverse");
  }

  @Override
  default QueryWorkflowResponse queryWorkflow(QueryWorkflowRequest request) {
    throw new UnsupportedOperationException("queryWorkflow");
  }

  @Override
  default ResetStickyResponse resetStickyTaskQueue(ResetStickyRequest request) {
    throw new UnsupportedOperationException("resetStickyTaskQueue");
  }

  @Override
  default CompleteWorkflowTaskResponse respondWorkflowTaskCompleted(
      CompleteWorkflowTaskRequest request) {
    throw new UnsupportedOperationException("respondWorkflowTaskCompleted");
  }

  @Override
  default FailWorkflowTaskResponse respondWorkflowTaskFailed(FailWorkflowTaskRequest request) {
    throw new UnsupportedOperationException("respondWorkflowTaskFailed");
  }

  @Override
  default HeartbeatActivityResponse recordActivityTaskHeartbeat(HeartbeatActivityRequest request) {
    throw new UnsupportedOperationException("recordActivityTaskHeartbeat");
  }

  @Override
  default CompleteActivityResponse respondActivityTaskCompleted(CompleteActivityRequest request) {
    throw new UnsupportedOperationException("respondActivityTaskCompleted");
  }

  @Override
  default FailActivityResponse respondActivityTaskFailed(FailActivityRequest request) {
    throw new UnsupportedOperationException("respondActivityTaskFailed");
  }

  @Override
  default CancelActivityResponse respondActivityTaskCanceled(CancelActivityRequest request) {
    throw new UnsupportedOperationException("respondActivityTaskCanceled");
  }

  @Override
  default RecordChildCompletedResponse recordChildExecutionCompleted(
      RecordChildCompletedRequest request) {
    throw new UnsupportedOperationException("recordChildExecutionCompleted");
  }
}
