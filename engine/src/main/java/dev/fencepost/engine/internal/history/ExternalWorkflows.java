// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import dev.fencepost.engine.internal.workflow.WorkflowRun;
import dev.fencepost.engine.v1.ExternalCancelInfo;
import dev.fencepost.engine.v1.ExternalSignalInfo;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.RequestCancelWorkflowRequest;
import dev.fencepost.engine.v1.SignalWorkflowRequest;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.temporal.api.enums.v1.CancelExternalWorkflowExecutionFailedCause;
import io.temporal.api.enums.v1.SignalExternalWorkflowExecutionFailedCause;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.RequestCancelExternalWorkflowExecutionInitiatedEventAttributes;
import io.temporal.api.history.v1.SignalExternalWorkflowExecutionInitiatedEventAttributes;
import io.temporal.api.workflowservice.v1.RequestCancelWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SignalWorkflowExecutionRequest;
import java.util.function.Consumer;

/** Signals and cancels other workflows on behalf of runs. */
final class ExternalWorkflows {

  private static final String SERVICE = "history-service";

  private final OwnedShard shard;
  private final TaskRuns runs;

  ExternalWorkflows(OwnedShard shard, TaskRuns runs) {
    this.shard = shard;
    this.runs = runs;
  }

  void signal(RunReference initiator, MutableState state, long initiatedEventId) {
    ExternalSignalInfo info =
        state.getExternalSignalsOrDefault(
            initiatedEventId, ExternalSignalInfo.getDefaultInstance());
    if (info.getInitiatedEventId() == 0) {
      return;
    }
    SignalExternalWorkflowExecutionInitiatedEventAttributes wanted =
        event(state, initiatedEventId, info.getInitiatedEventBatchId())
            .getSignalExternalWorkflowExecutionInitiatedEventAttributes();
    SignalWorkflowRequest request =
        SignalWorkflowRequest.newBuilder()
            .setNamespaceId(info.getNamespaceId())
            .setInitiator(
                ChildWorkflows.initiator(shard.environment().namespaces(), state, initiatedEventId))
            .setChildWorkflowOnly(info.getChildWorkflowOnly())
            .setRequest(
                SignalWorkflowExecutionRequest.newBuilder()
                    .setNamespace(info.getNamespace())
                    .setWorkflowExecution(info.getExecution())
                    .setSignalName(wanted.getSignalName())
                    .setInput(wanted.getInput())
                    .setHeader(wanted.getHeader())
                    .setRequestId(info.getRequestId())
                    .setIdentity(SERVICE))
            .build();
    try {
      shard.environment().cluster().signalWorkflowExecution(request);
    } catch (StatusRuntimeException failure) {
      SignalExternalWorkflowExecutionFailedCause cause =
          switch (failure.getStatus().getCode()) {
            case NOT_FOUND ->
                isNamespaceMissing(failure)
                    ? SignalExternalWorkflowExecutionFailedCause
                        .SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED_CAUSE_NAMESPACE_NOT_FOUND
                    : SignalExternalWorkflowExecutionFailedCause
                        .SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED_CAUSE_EXTERNAL_WORKFLOW_EXECUTION_NOT_FOUND;
            case INVALID_ARGUMENT ->
                SignalExternalWorkflowExecutionFailedCause
                    .SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED_CAUSE_SIGNAL_COUNT_LIMIT_EXCEEDED;
            default -> throw failure;
          };
      record(initiator, run -> run.externalSignalFailed(initiatedEventId, cause));
      return;
    }
    record(initiator, run -> run.externalSignaled(initiatedEventId));
  }

  void cancel(RunReference initiator, MutableState state, long initiatedEventId) {
    ExternalCancelInfo info =
        state.getExternalCancelsOrDefault(
            initiatedEventId, ExternalCancelInfo.getDefaultInstance());
    if (info.getInitiatedEventId() == 0) {
      return;
    }
    RequestCancelExternalWorkflowExecutionInitiatedEventAttributes wanted =
        event(state, initiatedEventId, info.getInitiatedEventBatchId())
            .getRequestCancelExternalWorkflowExecutionInitiatedEventAttributes();
    RequestCancelWorkflowRequest request =
        RequestCancelWorkflowRequest.newBuilder()
            .setNamespaceId(info.getNamespaceId())
            .setInitiator(
                ChildWorkflows.initiator(shard.environment().namespaces(), state, initiatedEventId))
            .setChildWorkflowOnly(info.getChildWorkflowOnly())
            .setRequest(
                RequestCancelWorkflowExecutionRequest.newBuilder()
                    .setNamespace(info.getNamespace())
                    .setWorkflowExecution(info.getExecution())
                    .setReason(wanted.getReason())
                    .setRequestId(info.getRequestId())
                    .setIdentity(SERVICE))
            .build();
    try {
      shard.environment().cluster().requestCancelWorkflowExecution(request);
    } catch (StatusRuntimeException failure) {
      CancelExternalWorkflowExecutionFailedCause cause =
          switch (failure.getStatus().getCode()) {
            case NOT_FOUND ->
                isNamespaceMissing(failure)
                    ? CancelExternalWorkflowExecutionFailedCause
                        .CANCEL_EXTERNAL_WORKFLOW_EXECUTION_FAILED_CAUSE_NAMESPACE_NOT_FOUND
                    : CancelExternalWorkflowExecutionFailedCause
                        .CANCEL_EXTERNAL_WORKFLOW_EXECUTION_FAILED_CAUSE_EXTERNAL_WORKFLOW_EXECUTION_NOT_FOUND;
            default -> throw failure;
          };
      record(initiator, run -> run.externalCancelFailed(initiatedEventId, cause));
      return;
    }
    record(initiator, run -> run.externalCancelRequested(initiatedEventId));
  }

  private HistoryEvent event(MutableState state, long eventId, long batchId) {
    return new HistoryReader(shard).event(HistoryReader.branch(state), eventId, batchId);
  }

  private void record(RunReference initiator, Consumer<WorkflowRun> result) {
    runs.change(initiator, (run, before) -> result.accept(run));
  }

  private static boolean isNamespaceMissing(StatusRuntimeException failure) {
    Status status = StatusProto.fromThrowable(failure);
    if (status == null || status.getDetailsCount() == 0) {
      return false;
    }
    try {
      return status.getDetails(0).is(NamespaceNotFoundFailure.class)
          && status.getDetails(0).unpack(NamespaceNotFoundFailure.class).isInitialized();
    } catch (InvalidProtocolBufferException unreadable) {
      return false;
    }
  }
}
