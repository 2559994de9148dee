// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TerminatedFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SdkTest
final class LifecycleTest {

  private SdkWorker worker;

  @BeforeAll
  void start() {
    worker = SdkWorker.start();
  }

  @AfterAll
  void stop() {
    worker.close();
  }

  private static Object sleep() {
    Workflow.sleep(Duration.ofMinutes(5));
    return "slept";
  }

  @Test
  void workflowContinuesAsNew() {
    worker.workflow(
        "counts",
        arguments -> {
          int left = arguments.get(0, Integer.class);
          if (left > 0) {
            Workflow.continueAsNew(left - 1);
          }
          return Workflow.getInfo().getFirstExecutionRunId();
        });
    WorkflowStub stub = worker.start("counts", 5);
    WorkflowExecution first = stub.getExecution();
    assertThat(stub.getResult(String.class)).isEqualTo(first.getRunId());
    assertThat(worker.eventTypes(first))
        .endsWith(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW);
  }

  @Test
  void canceledWorkflowCleansUpAndEnds() {
    CompletableFuture<String> cleanedUp = new CompletableFuture<>();
    worker.activity(
        "cleansUp",
        arguments -> {
          cleanedUp.complete("yes");
          return null;
        });
    worker.workflow(
        "isCanceled",
        arguments -> {
          try {
            return sleep();
          } finally {
            Workflow.newDetachedCancellationScope(
                    () -> SdkWorker.activities().execute("cleansUp", Void.class))
                .run();
          }
        });
    WorkflowStub stub = worker.start("isCanceled");
    stub.cancel();
    assertThatThrownBy(() -> stub.getResult(String.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);
    assertThat(cleanedUp).isCompletedWithValue("yes");
  }

  @Test
  void terminatedWorkflowEndsAtOnce() {
    worker.workflow("isTerminated", arguments -> sleep());
    WorkflowStub stub = worker.start("isTerminated");
    stub.terminate("no longer wanted");
    assertThatThrownBy(() -> stub.getResult(String.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(TerminatedFailure.class);
    assertThat(worker.eventTypes(stub.getExecution()))
        .endsWith(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED);
  }

  @Test
  void failedWorkflowIsRetriedByItsPolicy() {
    worker.workflow(
        "failsTwice",
        arguments -> {
          int attempt = Workflow.getInfo().getAttempt();
          if (attempt < 3) {
            throw ApplicationFailure.newFailure("not yet", "NotYet");
          }
          return attempt;
        });
    WorkflowStub stub =
        worker.start("failsTwice", worker.options().setRetryOptions(SdkWorker.quickRetries(5)));
    assertThat(stub.getResult(Integer.class)).isEqualTo(3);
  }

  @Test
  void failedWorkflowWithoutPolicyFails() {
    worker.workflow(
        "fails",
        arguments -> {
          throw ApplicationFailure.newFailure("broken", "Broken", "detail");
        });
    assertThatThrownBy(() -> worker.run("fails", String.class))
        .isInstanceOf(WorkflowFailedException.class)
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getDetails().get(String.class)).isEqualTo("detail"));
  }

  @Test
  void cronRunsAgainWithTheLastResult() throws Exception {
    CompletableFuture<Integer> third = new CompletableFuture<>();
    worker.workflow(
        "ticks",
        arguments -> {
          Integer last = Workflow.getLastCompletionResult(Integer.class);
          int count = last == null ? 1 : last + 1;
          if (count == 3) {
            third.complete(count);
          }
          return count;
        });
    WorkflowStub stub = worker.start("ticks", worker.options().setCronSchedule("@every 1s"));
    assertThat(third.get(20, TimeUnit.SECONDS)).isEqualTo(3);
    SdkEngine.shared()
        .client()
        .newUntypedWorkflowStub(stub.getExecution().getWorkflowId())
        .terminate("enough");
  }

  @Test
  void runTimesOut() {
    worker.workflow("runsTooLong", arguments -> sleep());
    WorkflowStub stub =
        worker.start("runsTooLong", worker.options().setWorkflowRunTimeout(Duration.ofSeconds(1)));
    assertThatThrownBy(() -> stub.getResult(String.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(TimeoutFailure.class);
  }

  @Test
  void executionTimesOutAcrossItsRuns() {
    worker.workflow(
        "goesOnForEver",
        arguments -> {
          Workflow.sleep(Duration.ofMillis(300));
          Workflow.continueAsNew();
          return null;
        });
    WorkflowStub stub =
        worker.start(
            "goesOnForEver", worker.options().setWorkflowExecutionTimeout(Duration.ofSeconds(2)));
    assertThatThrownBy(() -> stub.getResult(String.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(TimeoutFailure.class);
  }

  @Test
  void workflowIdIsReusedAsThePolicySays() {
    worker.workflow("ends", arguments -> "ended");
    String workflowId = "reused-" + worker.taskQueue();
    assertThat(startWith("ends", workflowId, null, null).getResult(String.class))
        .isEqualTo("ended");
    assertThat(startWith("ends", workflowId, null, null).getResult(String.class))
        .isEqualTo("ended");
    assertThatThrownBy(
            () ->
                startWith(
                    "ends",
                    workflowId,
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
                    null))
        .isInstanceOf(WorkflowExecutionAlreadyStarted.class);
    assertThatThrownBy(
            () ->
                startWith(
                    "ends",
                    workflowId,
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY,
                    null))
        .isInstanceOf(WorkflowExecutionAlreadyStarted.class);
  }

  @Test
  void runningWorkflowIdConflictsAsThePolicySays() {
    worker.workflow("runsOn", arguments -> sleep());
    String workflowId = "conflict-" + worker.taskQueue();
    WorkflowStub first = startWith("runsOn", workflowId, null, null);
    assertThatThrownBy(
            () ->
                startWith(
                    "runsOn",
                    workflowId,
                    null,
                    WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL))
        .isInstanceOf(WorkflowExecutionAlreadyStarted.class);
    WorkflowStub same =
        startWith(
            "runsOn",
            workflowId,
            null,
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING);
    assertThat(same.getExecution().getRunId()).isEqualTo(first.getExecution().getRunId());
    WorkflowStub other =
        startWith(
            "runsOn",
            workflowId,
            null,
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING);
    assertThat(other.getExecution().getRunId()).isNotEqualTo(first.getExecution().getRunId());
    assertThat(worker.eventTypes(first.getExecution()))
        .endsWith(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED);
    other.terminate("not needed");
  }

  @Test
  void workflowThatAnotherStartFoundRunningGoesOn() {
    worker.workflow(
        "isFound",
        arguments -> {
          Workflow.sleep(Duration.ofSeconds(1));
          return "went on";
        });
    String workflowId = "found-" + worker.taskQueue();
    WorkflowStub first = startWith("isFound", workflowId, null, null);
    startWith(
        "isFound",
        workflowId,
        null,
        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING);
    assertThat(first.getResult(String.class)).isEqualTo("went on");
    assertThat(worker.eventTypes(first.getExecution()))
        .doesNotContain(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED);
  }

  private WorkflowStub startWith(
      String type,
      String workflowId,
      WorkflowIdReusePolicy reuse,
      WorkflowIdConflictPolicy conflict) {
    return worker.start(
        type,
        worker
            .options()
            .setWorkflowId(workflowId)
            .setWorkflowIdReusePolicy(reuse)
            .setWorkflowIdConflictPolicy(conflict));
  }
}
