// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.cluster;

import dev.fencepost.engine.internal.history.HistoryService;
import dev.fencepost.engine.internal.rpc.CallObserver;
import dev.fencepost.engine.internal.rpc.ServiceTable;
import dev.fencepost.engine.v1.HistoryServiceGrpc;
import io.grpc.ServerServiceDefinition;

/** What peers ask of the shards of this process. */
public final class ServedHistory {

  private ServedHistory() {}

  /** The gRPC service over the local implementation. */
  public static ServerServiceDefinition of(
      HistoryService local, int maxRequestBytes, CallObserver observer) {
    return new ServiceTable(HistoryServiceGrpc.getServiceDescriptor(), maxRequestBytes, observer)
        .serve(HistoryServiceGrpc.getStartWorkflowExecutionMethod(), local::startWorkflowExecution)
        .serve(
            HistoryServiceGrpc.getSignalWithStartWorkflowExecutionMethod(),
            local::signalWithStartWorkflowExecution)
        .serve(
            HistoryServiceGrpc.getSignalWorkflowExecutionMethod(), local::signalWorkflowExecution)
        .serve(
            HistoryServiceGrpc.getRequestCancelWorkflowExecutionMethod(),
            local::requestCancelWorkflowExecution)
        .serve(
            HistoryServiceGrpc.getTerminateWorkflowExecutionMethod(),
            local::terminateWorkflowExecution)
        .serve(
            HistoryServiceGrpc.getDescribeWorkflowExecutionMethod(),
            local::describeWorkflowExecution)
        .serve(
            HistoryServiceGrpc.getGetWorkflowExecutionHistoryMethod(),
            local::readWorkflowExecutionHistory)
        .serve(
            HistoryServiceGrpc.getGetWorkflowExecutionHistoryReverseMethod(),
            local::readWorkflowExecutionHistoryReverse)
        .serve(HistoryServiceGrpc.getQueryWorkflowMethod(), local::queryWorkflow)
        .serve(HistoryServiceGrpc.getResetStickyTaskQueueMethod(), local::resetStickyTaskQueue)
        .serve(
            HistoryServiceGrpc.getRecordWorkflowTaskStartedMethod(),
            local::recordWorkflowTaskStarted)
        .serve(
            HistoryServiceGrpc.getRespondWorkflowTaskCompletedMethod(),
            local::respondWorkflowTaskCompleted)
        .serve(
            HistoryServiceGrpc.getRespondWorkflowTaskFailedMethod(),
            local::respondWorkflowTaskFailed)
        .serve(
            HistoryServiceGrpc.getRecordActivityTaskStartedMethod(),
            local::recordActivityTaskStarted)
        .serve(
            HistoryServiceGrpc.getRecordActivityTaskHeartbeatMethod(),
            local::recordActivityTaskHeartbeat)
        .serve(
            HistoryServiceGrpc.getRespondActivityTaskCompletedMethod(),
            local::respondActivityTaskCompleted)
        .serve(
            HistoryServiceGrpc.getRespondActivityTaskFailedMethod(),
            local::respondActivityTaskFailed)
        .serve(
            HistoryServiceGrpc.getRespondActivityTaskCanceledMethod(),
            local::respondActivityTaskCanceled)
        .serve(
            HistoryServiceGrpc.getRecordChildExecutionCompletedMethod(),
            local::recordChildExecutionCompleted)
        .definition();
  }
}
