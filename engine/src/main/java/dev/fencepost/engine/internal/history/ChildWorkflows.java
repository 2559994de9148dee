// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.namespace.NamespaceRegistry;
import dev.fencepost.engine.v1.ChildInfo;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.RecordChildCompletedRequest;
import dev.fencepost.engine.v1.RequestCancelWorkflowRequest;
import dev.fencepost.engine.v1.RunState;
import dev.fencepost.engine.v1.StartWorkflowRequest;
import dev.fencepost.engine.v1.TerminateWorkflowRequest;
import dev.fencepost.engine.v1.WorkflowInitiator;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.StartChildWorkflowExecutionFailedCause;
import io.temporal.api.history.v1.StartChildWorkflowExecutionInitiatedEventAttributes;
import io.temporal.api.workflowservice.v1.RequestCancelWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.TerminateWorkflowExecutionRequest;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the children of runs, and settles parents and children when a run has closed. */
final class ChildWorkflows {

  private static final Logger LOG = LoggerFactory.getLogger(ChildWorkflows.class);
  private static final String SERVICE = "history-service";
  private static final String REASON = "by parent close policy";

  private final OwnedShard shard;
  private final TaskRuns runs;
  private final HistoryService cluster;
  private final NamespaceRegistry namespaces;

  ChildWorkflows(OwnedShard shard, TaskRuns runs) {
    this.shard = shard;
    this.runs = runs;
    this.cluster = shard.environment().cluster();
    this.namespaces = shard.environment().namespaces();
  }

  void start(RunReference parent, MutableState state, long initiatedEventId) {
    ChildInfo child = state.getChildrenOrDefault(initiatedEventId, ChildInfo.getDefaultInstance());
    boolean abandoned =
        child.getParentClosePolicy() == ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON;
    if (child.getInitiatedEventId() == 0
        || child.getStartedEventId() != 0
        || (isClosed(state) && !abandoned)) {
      return;
    }
    WorkflowExecution started;
    try {
      started = start(state, child);
    } catch (StatusRuntimeException failure) {
      StartChildWorkflowExecutionFailedCause cause =
          switch (failure.getStatus().getCode()) {
            case ALREADY_EXISTS ->
                StartChildWorkflowExecutionFailedCause
                    .START_CHILD_WORKFLOW_EXECUTION_FAILED_CAUSE_WORKFLOW_ALREADY_EXISTS;
            case NOT_FOUND ->
                StartChildWorkflowExecutionFailedCause
                    .START_CHILD_WORKFLOW_EXECUTION_FAILED_CAUSE_NAMESPACE_NOT_FOUND;
            default -> throw failure;
          };
      runs.change(parent, (run, before) -> run.childStartFailed(initiatedEventId, cause));
      return;
    }
    boolean recorded =
        runs.change(parent, (run, before) -> run.childStarted(initiatedEventId, started))
            .isPresent();
    if (!recorded) {
      // The parent closed in between, and did so without knowing the run of this child.
      runs.read(parent)
          .filter(ChildWorkflows::isClosed)
          .ifPresent(
              closed -> settle(closed, child.toBuilder().setRunId(started.getRunId()).build()));
    }
  }

  private WorkflowExecution start(MutableState state, ChildInfo child) {
    StartChildWorkflowExecutionInitiatedEventAttributes wanted =
        new HistoryReader(shard)
            .event(
                HistoryReader.branch(state),
                child.getInitiatedEventId(),
                child.getInitiatedEventBatchId())
            .getStartChildWorkflowExecutionInitiatedEventAttributes();
    StartWorkflowExecutionRequest.Builder start =
        StartWorkflowExecutionRequest.newBuilder()
            .setNamespace(namespaces.byId(child.getNamespaceId()).name())
            .setWorkflowId(wanted.getWorkflowId())
            .setWorkflowType(wanted.getWorkflowType())
            .setTaskQueue(wanted.getTaskQueue())
            .setInput(wanted.getInput())
            .setWorkflowExecutionTimeout(wanted.getWorkflowExecutionTimeout())
            .setWorkflowRunTimeout(wanted.getWorkflowRunTimeout())
            .setWorkflowTaskTimeout(wanted.getWorkflowTaskTimeout())
            .setIdentity(SERVICE)
            .setRequestId(child.getCreateRequestId())
            .setWorkflowIdReusePolicy(wanted.getWorkflowIdReusePolicy())
            .setCronSchedule(wanted.getCronSchedule())
            .setMemo(wanted.getMemo())
            .setSearchAttributes(wanted.getSearchAttributes())
            .setHeader(wanted.getHeader())
            .setPriority(wanted.getPriority());
    if (wanted.hasRetryPolicy()) {
      start.setRetryPolicy(wanted.getRetryPolicy());
    }
    String runId =
        cluster
            .startWorkflowExecution(
                StartWorkflowRequest.newBuilder()
                    .setNamespaceId(child.getNamespaceId())
                    .setRequest(start)
                    .setParent(initiator(state, child.getInitiatedEventId()))
                    .setRootExecution(state.hasRoot() ? state.getRoot() : execution(state))
                    .build())
            .getResponse()
            .getRunId();
    return WorkflowExecution.newBuilder()
        .setWorkflowId(wanted.getWorkflowId())
        .setRunId(runId)
        .build();
  }

  /** Tells the parent of a run that has closed, and the run's own children. */
  void closed(MutableState state) {
    if (state.hasParent() && state.getNewRunId().isEmpty()) {
      tellParent(state);
    }
    state.getChildrenMap().values().stream()
        .filter(child -> child.getStartedEventId() != 0)
        .forEach(child -> settle(state, child));
  }

  private void tellParent(MutableState state) {
    RecordChildCompletedRequest request =
        RecordChildCompletedRequest.newBuilder()
            .setNamespaceId(state.getParent().getNamespaceId())
            .setParent(state.getParent().getExecution())
            .setParentInitiatedEventId(state.getParent().getInitiatedEventId())
            .setChild(execution(state))
            .setChildWorkflowType(state.getWorkflowType())
            .setCompletionEvent(
                new HistoryReader(shard)
                    .event(
                        HistoryReader.branch(state),
                        state.getCompletionEventId(),
                        state.getCompletionEventBatchId()))
            .setChildStatus(state.getStatus())
            .build();
    try {
      cluster.recordChildExecutionCompleted(request);
    } catch (StatusRuntimeException failure) {
      ignoreNotFound(failure);
    }
  }

  private void settle(MutableState parent, ChildInfo child) {
    WorkflowExecution current =
        WorkflowExecution.newBuilder().setWorkflowId(child.getWorkflowId()).build();
    WorkflowInitiator initiator = initiator(parent, child.getInitiatedEventId());
    try {
      switch (child.getParentClosePolicy()) {
        case PARENT_CLOSE_POLICY_TERMINATE, PARENT_CLOSE_POLICY_UNSPECIFIED -> {
          cluster.terminateWorkflowExecution(
              TerminateWorkflowRequest.newBuilder()
                  .setNamespaceId(child.getNamespaceId())
                  .setInitiator(initiator)
                  .setChildWorkflowOnly(true)
                  .setRequest(
                      TerminateWorkflowExecutionRequest.newBuilder()
                          .setNamespace(child.getNamespace())
                          .setWorkflowExecution(current)
                          .setFirstExecutionRunId(child.getRunId())
                          .setReason(REASON)
                          .setIdentity(SERVICE))
                  .build());
        }
        case PARENT_CLOSE_POLICY_REQUEST_CANCEL -> {
          cluster.requestCancelWorkflowExecution(
              RequestCancelWorkflowRequest.newBuilder()
                  .setNamespaceId(child.getNamespaceId())
                  .setInitiator(initiator)
                  .setChildWorkflowOnly(true)
                  .setRequest(
                      RequestCancelWorkflowExecutionRequest.newBuilder()
                          .setNamespace(child.getNamespace())
                          .setWorkflowExecution(current)
                          .setFirstExecutionRunId(child.getRunId())
                          .setReason(REASON)
                          .setRequestId(requestId(parent, child))
                          .setIdentity(SERVICE))
                  .build());
        }
        case PARENT_CLOSE_POLICY_ABANDON, UNRECOGNIZED ->
            LOG.debug("shard {}: child {} is left alone", shard.id(), child.getWorkflowId());
      }
    } catch (StatusRuntimeException failure) {
      ignoreNotFound(failure);
    }
  }

  private static String requestId(MutableState parent, ChildInfo child) {
    String name = parent.getRunId() + "/" + child.getInitiatedEventId() + "/close";
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static void ignoreNotFound(StatusRuntimeException failure) {
    if (failure.getStatus().getCode() != Code.NOT_FOUND) {
      throw failure;
    }
  }

  private static boolean isClosed(MutableState state) {
    return state.getState() == RunState.RUN_STATE_COMPLETED;
  }

  private WorkflowInitiator initiator(MutableState state, long initiatedEventId) {
    return initiator(namespaces, state, initiatedEventId);
  }

  static WorkflowInitiator initiator(
      NamespaceRegistry namespaces, MutableState state, long initiatedEventId) {
    return WorkflowInitiator.newBuilder()
        .setNamespace(namespaces.byId(state.getNamespaceId()).name())
        .setNamespaceId(state.getNamespaceId())
        .setExecution(execution(state))
        .setInitiatedEventId(initiatedEventId)
        .build();
  }

  private static WorkflowExecution execution(MutableState state) {
    return WorkflowExecution.newBuilder()
        .setWorkflowId(state.getWorkflowId())
        .setRunId(state.getRunId())
        .build();
  }
}
