// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.internal.workflow.CancelRequest;
import dev.fencepost.engine.internal.workflow.Descriptions;
import dev.fencepost.engine.internal.workflow.ExternalOrigin;
import dev.fencepost.engine.internal.workflow.SignalRequest;
import dev.fencepost.engine.internal.workflow.TerminateRequest;
import dev.fencepost.engine.v1.DescribeWorkflowRequest;
import dev.fencepost.engine.v1.DescribeWorkflowResponse;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.ParentInfo;
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
import dev.fencepost.engine.v1.WorkflowInitiator;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.RequestCancelWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.SignalWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.TerminateWorkflowExecutionRequest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** What clients, and other workflows, ask of a workflow. */
final class ClientCalls {

  private final Runs runs;
  private final WorkflowStarter starter;
  private final PayloadLimit limit;
  private final InstantSource clock;

  ClientCalls(Runs runs, PayloadLimit limit, InstantSource clock) {
    this.runs = runs;
    this.starter = new WorkflowStarter(runs);
    this.limit = limit;
    this.clock = clock;
  }

  StartWorkflowResponse start(StartWorkflowRequest request) {
    StartWorkflowExecutionRequest wanted = request.getRequest();
    limit.check("input", wanted.getInput());
    limit.check("memo", wanted.getMemo());
    WorkflowStarter.Started started =
        starter.start(
            new WorkflowStarter.Wanted(
                request.getNamespaceId(),
                withRequestId(wanted),
                Optional.empty(),
                request.hasParent() ? Optional.of(parent(request.getParent())) : Optional.empty(),
                request.hasRootExecution()
                    ? Optional.of(request.getRootExecution())
                    : Optional.empty()));
    return StartWorkflowResponse.newBuilder()
        .setResponse(
            StartWorkflowExecutionResponse.newBuilder()
                .setRunId(started.runId())
                .setStarted(started.started())
                .setStatus(started.status()))
        .build();
  }

  SignalWithStartWorkflowResponse signalWithStart(SignalWithStartWorkflowRequest request) {
    SignalWithStartWorkflowExecutionRequest wanted = request.getRequest();
    limit.check("input", wanted.getInput());
    limit.check("signal input", wanted.getSignalInput());
    limit.check("memo", wanted.getMemo());
    StartWorkflowExecutionRequest start = withRequestId(start(wanted));
    SignalRequest signal =
        new SignalRequest(
            wanted.getSignalName(),
            wanted.getSignalInput(),
            wanted.getHeader(),
            wanted.getIdentity(),
            start.getRequestId(),
            wanted.getLinksList(),
            Optional.empty());
    WorkflowStarter.Started started =
        starter.start(
            new WorkflowStarter.Wanted(
                request.getNamespaceId(),
                start,
                Optional.of(signal),
                Optional.empty(),
                Optional.empty()));
    return SignalWithStartWorkflowResponse.newBuilder()
        .setResponse(
            SignalWithStartWorkflowExecutionResponse.newBuilder()
                .setRunId(started.runId())
                .setStarted(started.started()))
        .build();
  }

  private static StartWorkflowExecutionRequest start(
      SignalWithStartWorkflowExecutionRequest wanted) {
    StartWorkflowExecutionRequest.Builder start =
        StartWorkflowExecutionRequest.newBuilder()
            .setNamespace(wanted.getNamespace())
            .setWorkflowId(wanted.getWorkflowId())
            .setWorkflowType(wanted.getWorkflowType())
            .setTaskQueue(wanted.getTaskQueue())
            .setInput(wanted.getInput())
            .setWorkflowExecutionTimeout(wanted.getWorkflowExecutionTimeout())
            .setWorkflowRunTimeout(wanted.getWorkflowRunTimeout())
            .setWorkflowTaskTimeout(wanted.getWorkflowTaskTimeout())
            .setIdentity(wanted.getIdentity())
            .setRequestId(wanted.getRequestId())
            .setWorkflowIdReusePolicy(wanted.getWorkflowIdReusePolicy())
            .setWorkflowIdConflictPolicy(wanted.getWorkflowIdConflictPolicy())
            .setCronSchedule(wanted.getCronSchedule())
            .setMemo(wanted.getMemo())
            .setSearchAttributes(wanted.getSearchAttributes())
            .setHeader(wanted.getHeader())
            .setPriority(wanted.getPriority())
            .addAllLinks(wanted.getLinksList());
    if (wanted.hasRetryPolicy()) {
      start.setRetryPolicy(wanted.getRetryPolicy());
    }
    if (wanted.hasWorkflowStartDelay()) {
      start.setWorkflowStartDelay(wanted.getWorkflowStartDelay());
    }
    if (wanted.hasUserMetadata()) {
      start.setUserMetadata(wanted.getUserMetadata());
    }
    return start.build();
  }

  private static StartWorkflowExecutionRequest withRequestId(
      StartWorkflowExecutionRequest request) {
    return request.getRequestId().isEmpty()
        ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build()
        : request;
  }

  SignalWorkflowResponse signal(SignalWorkflowRequest request) {
    SignalWorkflowExecutionRequest signal = request.getRequest();
    limit.check("signal input", signal.getInput());
    Optional<WorkflowInitiator> initiator =
        request.hasInitiator() ? Optional.of(request.getInitiator()) : Optional.empty();
    runs.change(
        RunReference.of(request.getNamespaceId(), signal.getWorkflowExecution()),
        (run, before) -> {
          if (request.getChildWorkflowOnly()) {
            requireChild(before, request.getInitiator());
          }
          run.signal(
              new SignalRequest(
                  signal.getSignalName(),
                  signal.getInput(),
                  signal.getHeader(),
                  signal.getIdentity(),
                  signal.getRequestId(),
                  signal.getLinksList(),
                  initiator.map(ClientCalls::origin)));
        });
    return SignalWorkflowResponse.getDefaultInstance();
  }

  RequestCancelWorkflowResponse requestCancel(RequestCancelWorkflowRequest request) {
    RequestCancelWorkflowExecutionRequest cancel = request.getRequest();
    Optional<WorkflowInitiator> initiator =
        request.hasInitiator() ? Optional.of(request.getInitiator()) : Optional.empty();
    runs.change(
        RunReference.of(request.getNamespaceId(), cancel.getWorkflowExecution()),
        (run, before) -> {
          if (request.getChildWorkflowOnly()) {
            requireChild(before, request.getInitiator());
          }
          requireChain(before, cancel.getFirstExecutionRunId());
          run.requestCancel(
              new CancelRequest(
                  cancel.getReason(),
                  cancel.getIdentity(),
                  cancel.getRequestId(),
                  cancel.getLinksList(),
                  initiator.map(ClientCalls::origin)));
        });
    return RequestCancelWorkflowResponse.getDefaultInstance();
  }

  TerminateWorkflowResponse terminate(TerminateWorkflowRequest request) {
    TerminateWorkflowExecutionRequest terminate = request.getRequest();
    limit.check("details", terminate.getDetails());
    runs.change(
        RunReference.of(request.getNamespaceId(), terminate.getWorkflowExecution()),
        (run, before) -> {
          if (request.getChildWorkflowOnly()) {
            requireChild(before, request.getInitiator());
          }
          requireChain(before, terminate.getFirstExecutionRunId());
          run.terminate(
              new TerminateRequest(
                  terminate.getReason(),
                  terminate.getDetails(),
                  terminate.getIdentity(),
                  terminate.getLinksList()));
        });
    return TerminateWorkflowResponse.getDefaultInstance();
  }

  DescribeWorkflowResponse describe(DescribeWorkflowRequest request) {
    Runs.Read read =
        runs.read(RunReference.of(request.getNamespaceId(), request.getRequest().getExecution()));
    return DescribeWorkflowResponse.newBuilder()
        .setResponse(Descriptions.describe(read.state(), clock.instant()))
        .build();
  }

  ResetStickyResponse resetSticky(ResetStickyRequest request) {
    runs.change(
        RunReference.of(request.getNamespaceId(), request.getExecution()),
        (run, before) -> run.resetStickyTaskQueue());
    return ResetStickyResponse.getDefaultInstance();
  }

  private static void requireChild(MutableState state, WorkflowInitiator initiator) {
    WorkflowExecution parent = state.getParent().getExecution();
    if (!parent.getWorkflowId().equals(initiator.getExecution().getWorkflowId())
        || !parent.getRunId().equals(initiator.getExecution().getRunId())) {
      throw ServiceErrors.notFound("workflow is not a child of the workflow that asks");
    }
  }

  private static void requireChain(MutableState state, String firstRunId) {
    if (!firstRunId.isEmpty() && !firstRunId.equals(state.getFirstRunId())) {
      throw ServiceErrors.notFound(
          "workflow execution not found: its chain of runs starts with " + state.getFirstRunId());
    }
  }

  private static ParentInfo parent(WorkflowInitiator initiator) {
    return ParentInfo.newBuilder()
        .setNamespaceId(initiator.getNamespaceId())
        .setNamespace(initiator.getNamespace())
        .setExecution(initiator.getExecution())
        .setInitiatedEventId(initiator.getInitiatedEventId())
        .build();
  }

  private static ExternalOrigin origin(WorkflowInitiator initiator) {
    return new ExternalOrigin(
        initiator.getNamespaceId(),
        initiator.getNamespace(),
        initiator.getExecution(),
        initiator.getInitiatedEventId());
  }
}
