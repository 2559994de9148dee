// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.engine.v1.SignalWithStartWorkflowRequest;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.errordetails.v1.WorkflowExecutionAlreadyStartedFailure;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionResponse;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Starting a workflow whose id is in use. */
final class StartPolicyTest {

  private final HistoryProcess process = HistoryProcess.on(UUID.randomUUID().toString());
  private final TestWorker worker = new TestWorker(process);

  @AfterEach
  void close() {
    process.close();
  }

  @Test
  void theSameRequestIdGetsTheSameRun() {
    StartWorkflowExecutionRequest.Builder request = TestWorker.request("order");
    StartWorkflowExecutionResponse first = worker.start(request);
    StartWorkflowExecutionResponse second = worker.start(request);
    assertThat(second.getRunId()).isEqualTo(first.getRunId());
    assertThat(second.getStarted()).isTrue();
    complete();
    assertThat(worker.start(request).getRunId()).isEqualTo(first.getRunId());
  }

  @Test
  void theSameRequestIdGetsTheFirstRunAlsoWhenOthersHaveContinuedIt() {
    StartWorkflowExecutionRequest.Builder request = TestWorker.request("order");
    StartWorkflowExecutionResponse first = worker.start(request);
    for (int run = 0; run < 2; run++) {
      worker.complete(worker.pollWorkflowTask(), Commands.continueAsNew());
    }
    StartWorkflowExecutionResponse again = worker.start(request);
    assertThat(again.getRunId()).isEqualTo(first.getRunId());
    assertThat(again.getStarted()).isTrue();
    complete();
    assertThat(worker.start(request).getRunId()).isEqualTo(first.getRunId());
    assertThat(worker.start("order")).isNotEqualTo(first.getRunId());
  }

  @Test
  void ofStartsAtOnceOneSucceeds() throws Exception {
    Set<String> runs = ConcurrentHashMap.newKeySet();
    Set<Code> refusals = ConcurrentHashMap.newKeySet();
    Thread[] threads =
        IntStream.range(0, 8)
            .mapToObj(
                index ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              try {
                                runs.add(worker.start("contended"));
                              } catch (StatusRuntimeException refused) {
                                refusals.add(refused.getStatus().getCode());
                              }
                            }))
            .toArray(Thread[]::new);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(runs).hasSize(1);
    assertThat(refusals).containsExactly(Code.ALREADY_EXISTS);
  }

  @Test
  void anOpenRunIsInTheWayByDefault() {
    StartWorkflowExecutionRequest.Builder first = TestWorker.request("order");
    String runId = worker.start(first).getRunId();
    assertThatThrownBy(() -> worker.start("order"))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            failure -> {
              assertThat(failure.getStatus().getCode()).isEqualTo(Code.ALREADY_EXISTS);
              WorkflowExecutionAlreadyStartedFailure details = details(failure);
              assertThat(details.getRunId()).isEqualTo(runId);
              assertThat(details.getStartRequestId()).isEqualTo(first.getRequestId());
            });
  }

  private static WorkflowExecutionAlreadyStartedFailure details(StatusRuntimeException failure) {
    try {
      return StatusProto.fromThrowable(failure)
          .getDetails(0)
          .unpack(WorkflowExecutionAlreadyStartedFailure.class);
    } catch (com.google.protobuf.InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  @Test
  void useExistingJoinsTheOpenRun() {
    String runId = worker.start("order");
    StartWorkflowExecutionResponse second =
        worker.start(
            TestWorker.request("order")
                .setWorkflowIdConflictPolicy(
                    WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING));
    assertThat(second.getRunId()).isEqualTo(runId);
    assertThat(second.getStarted()).isFalse();
  }

  @Test
  void terminateExistingReplacesTheOpenRun() {
    String runId = worker.start("order");
    StartWorkflowExecutionResponse second =
        worker.start(
            TestWorker.request("order")
                .setWorkflowIdConflictPolicy(
                    WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING));
    assertThat(second.getRunId()).isNotEqualTo(runId);
    assertThat(second.getStarted()).isTrue();
    assertThat(
            worker
                .describe(
                    WorkflowExecution.newBuilder().setWorkflowId("order").setRunId(runId).build())
                .getStatus())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED);
    assertThat(worker.describe(TestWorker.execution("order")).getExecution().getRunId())
        .isEqualTo(second.getRunId());
  }

  @Test
  void aClosedRunMayBeFollowedUnlessThePolicyForbidsIt() {
    worker.start("order");
    complete();
    assertThatThrownBy(() -> worker.start(reusing("order", rejectDuplicate())))
        .isInstanceOf(StatusRuntimeException.class);
    assertThatThrownBy(() -> worker.start(reusing("order", failedOnly())))
        .isInstanceOf(StatusRuntimeException.class);
    Set<String> runs = new HashSet<>();
    runs.add(worker.start("order"));
    assertThat(runs).hasSize(1);
  }

  private static WorkflowIdReusePolicy rejectDuplicate() {
    return WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE;
  }

  private static WorkflowIdReusePolicy failedOnly() {
    return WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY;
  }

  private static StartWorkflowExecutionRequest.Builder reusing(
      String workflowId, WorkflowIdReusePolicy policy) {
    return TestWorker.request(workflowId).setWorkflowIdReusePolicy(policy);
  }

  @Test
  void signalWithStartStartsOnceAndSignalsEachTime() {
    SignalWithStartWorkflowExecutionResponse first = signalWithStart();
    SignalWithStartWorkflowExecutionResponse second = signalWithStart();
    assertThat(first.getStarted()).isTrue();
    assertThat(second.getStarted()).isFalse();
    assertThat(second.getRunId()).isEqualTo(first.getRunId());
    assertThat(
            Collections.frequency(
                worker.eventTypes("signalled"), EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED))
        .isEqualTo(2);
  }

  private SignalWithStartWorkflowExecutionResponse signalWithStart() {
    return process
        .history()
        .signalWithStartWorkflowExecution(
            SignalWithStartWorkflowRequest.newBuilder()
                .setNamespaceId(OneNamespace.ID)
                .setRequest(
                    SignalWithStartWorkflowExecutionRequest.newBuilder()
                        .setNamespace(OneNamespace.NAME)
                        .setWorkflowId("signalled")
                        .setWorkflowType(WorkflowType.newBuilder().setName("test"))
                        .setTaskQueue(TaskQueue.newBuilder().setName(TestWorker.QUEUE))
                        .setRequestId(UUID.randomUUID().toString())
                        .setSignalName("go"))
                .build())
        .getResponse();
  }

  private void complete() {
    worker.complete(worker.pollWorkflowTask(), Commands.completeWorkflow());
  }
}
