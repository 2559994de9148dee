// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.frontend;

import static dev.fencepost.engine.internal.frontend.Requests.requireExecution;
import static dev.fencepost.engine.internal.frontend.Requests.requireLength;
import static dev.fencepost.engine.internal.frontend.Requests.requireName;
import static dev.fencepost.engine.internal.frontend.Requests.requireRunId;

import dev.fencepost.engine.internal.history.HistoryService;
import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.internal.rpc.ServiceTable;
import dev.fencepost.engine.v1.DescribeWorkflowRequest;
import dev.fencepost.engine.v1.ReadWorkflowHistoryRequest;
import dev.fencepost.engine.v1.ReadWorkflowHistoryReverseRequest;
import dev.fencepost.engine.v1.RequestCancelWorkflowRequest;
import dev.fencepost.engine.v1.SignalWithStartWorkflowRequest;
import dev.fencepost.engine.v1.SignalWorkflowRequest;
import dev.fencepost.engine.v1.StartWorkflowRequest;
import dev.fencepost.engine.v1.TerminateWorkflowRequest;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseResponse;
import io.temporal.api.workflowservice.v1.QueryWorkflowRequest;
import io.temporal.api.workflowservice.v1.QueryWorkflowResponse;
import io.temporal.api.workflowservice.v1.RequestCancelWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.RequestCancelWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.SignalWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SignalWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.TerminateWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.TerminateWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.util.UUID;

/** What clients ask of workflows. */
final class WorkflowApi {

  private final HistoryService history;
  private final NamespaceLookup namespaces;

  WorkflowApi(HistoryService history, NamespaceLookup namespaces) {
    this.history = history;
    this.namespaces = namespaces;
  }

  void serveOn(ServiceTable table) {
    table
        .serve(WorkflowServiceGrpc.getStartWorkflowExecutionMethod(), this::start)
        .serve(
            WorkflowServiceGrpc.getSignalWithStartWorkflowExecutionMethod(), this::signalWithStart)
        .serve(WorkflowServiceGrpc.getSignalWorkflowExecutionMethod(), this::signal)
        .serve(WorkflowServiceGrpc.getRequestCancelWorkflowExecutionMethod(), this::requestCancel)
        .serve(WorkflowServiceGrpc.getTerminateWorkflowExecutionMethod(), this::terminate)
        .serve(WorkflowServiceGrpc.getDescribeWorkflowExecutionMethod(), this::describe)
        .serve(WorkflowServiceGrpc.getQueryWorkflowMethod(), this::query)
        .serve(WorkflowServiceGrpc.getGetWorkflowExecutionHistoryMethod(), this::history)
        .serve(
            WorkflowServiceGrpc.getGetWorkflowExecutionHistoryReverseMethod(),
            this::historyReverse);
  }

  private StartWorkflowExecutionResponse start(StartWorkflowExecutionRequest request) {
    String namespaceId = namespaces.idOf(request.getNamespace());
    StartRules.check(request);
    checkSearchAttributes(request.getNamespace(), request.getSearchAttributes());
    return history
        .startWorkflowExecution(
            StartWorkflowRequest.newBuilder()
                .setNamespaceId(namespaceId)
                .setRequest(request.toBuilder().setRequestId(requestId(request.getRequestId())))
                .build())
        .getResponse();
  }

  private SignalWithStartWorkflowExecutionResponse signalWithStart(
      SignalWithStartWorkflowExecutionRequest request) {
    String namespaceId = namespaces.idOf(request.getNamespace());
    StartRules.check(request);
    checkSearchAttributes(request.getNamespace(), request.getSearchAttributes());
    return history
        .signalWithStartWorkflowExecution(
            SignalWithStartWorkflowRequest.newBuilder()
                .setNamespaceId(namespaceId)
                .setRequest(request.toBuilder().setRequestId(requestId(request.getRequestId())))
                .build())
        .getResponse();
  }

  private SignalWorkflowExecutionResponse signal(SignalWorkflowExecutionRequest request) {
    String namespaceId = namespaces.idOf(request.getNamespace());
    requireExecution("workflow_execution", request.getWorkflowExecution());
    requireName("signal_name", request.getSignalName());
    requireLength("request_id", request.getRequestId());
    history.signalWorkflowExecution(
        SignalWorkflowRequest.newBuilder()
            .setNamespaceId(namespaceId)
            .setRequest(request.toBuilder().setRequestId(requestId(request.getRequestId())))
            .build());
    return SignalWorkflowExecutionResponse.getDefaultInstance();
  }

  private RequestCancelWorkflowExecutionResponse requestCancel(
      RequestCancelWorkflowExecutionRequest request) {
    String namespaceId = namespaces.idOf(request.getNamespace());
    requireExecution("workflow_execution", request.getWorkflowExecution());
    requireRunId("first_execution_run_id", request.getFirstExecutionRunId());
    requireLength("request_id", request.getRequestId());
    history.requestCancelWorkflowExecution(
        RequestCancelWorkflowRequest.newBuilder()
            .setNamespaceId(namespaceId)
            .setRequest(request.toBuilder().setRequestId(requestId(request.getRequestId())))
            .build());
    return RequestCancelWorkflowExecutionResponse.getDefaultInstance();
  }

  private TerminateWorkflowExecutionResponse terminate(TerminateWorkflowExecutionRequest request) {
    String namespaceId = namespaces.idOf(request.getNamespace());
    requireExecution("workflow_execution", request.getWorkflowExecution());
    requireRunId("first_execution_run_id", request.getFirstExecutionRunId());
    history.terminateWorkflowExecution(
        TerminateWorkflowRequest.newBuilder()
            .setNamespaceId(namespaceId)
            .setRequest(request)
            .build());
    return TerminateWorkflowExecutionResponse.getDefaultInstance();
  }

  private DescribeWorkflowExecutionResponse describe(DescribeWorkflowExecutionRequest request) {
    String namespaceId = namespaces.idOf(request.getNamespace());
    requireExecution("execution", request.getExecution());
    return history
        .describeWorkflowExecution(
            DescribeWorkflowRequest.newBuilder()
                .setNamespaceId(namespaceId)
                .setRequest(request)
                .build())
        .getResponse();
  }

  private QueryWorkflowResponse query(QueryWorkflowRequest request) {
    String namespaceId = namespaces.idOf(request.getNamespace());
    requireExecution("execution", request.getExecution());
    requireName("query.query_type", request.getQuery().getQueryType());
    return history
        .queryWorkflow(
            dev.fencepost.engine.v1.QueryWorkflowRequest.newBuilder()
                .setNamespaceId(namespaceId)
                .setRequest(request)
                .build())
        .getResponse();
  }

  private GetWorkflowExecutionHistoryResponse history(GetWorkflowExecutionHistoryRequest request) {
    String namespaceId = namespaces.idOf(request.getNamespace());
    requireExecution("execution", request.getExecution());
    requirePageSize(request.getMaximumPageSize());
    GetWorkflowExecutionHistoryResponse response =
        history
            .readWorkflowExecutionHistory(
                ReadWorkflowHistoryRequest.newBuilder()
                    .setNamespaceId(namespaceId)
                    .setWaitAtMost(LongPolls.waitAtMost(LongPolls.HISTORY))
                    .setRequest(request)
                    .build())
            .getResponse();
    return NextRuns.shown(request, response);
  }

  private GetWorkflowExecutionHistoryReverseResponse historyReverse(
      GetWorkflowExecutionHistoryReverseRequest request) {
    String namespaceId = namespaces.idOf(request.getNamespace());
    requireExecution("execution", request.getExecution());
    requirePageSize(request.getMaximumPageSize());
    return history
        .readWorkflowExecutionHistoryReverse(
            ReadWorkflowHistoryReverseRequest.newBuilder()
                .setNamespaceId(namespaceId)
                .setRequest(request)
                .build())
        .getResponse();
  }

  private void checkSearchAttributes(String namespace, SearchAttributes attributes) {
    namespaces
        .problemOf(namespace, attributes)
        .ifPresent(
            problem -> {
              throw ServiceErrors.invalidArgument(problem);
            });
  }

  private static void requirePageSize(int size) {
    if (size < 0) {
      throw ServiceErrors.invalidArgument("maximum_page_size must not be negative, but is " + size);
    }
  }

  /** A call that is forwarded and forwarded again must stay one call. */
  private static String requestId(String given) {
    return given.isEmpty() ? UUID.randomUUID().toString() : given;
  }
}
