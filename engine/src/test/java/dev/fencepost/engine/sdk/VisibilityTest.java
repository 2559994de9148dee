// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SdkTest
final class VisibilityTest {

  private static final SearchAttributeKey<String> TIER =
      SearchAttributeKey.forKeyword(SdkEngine.SEARCH_ATTRIBUTE);

  private SdkWorker worker;

  @BeforeAll
  void start() {
    worker = SdkWorker.start();
  }

  @AfterAll
  void stop() {
    worker.close();
  }

  @Test
  void searchAttributesAndMemoAreUpsertedAndListed() throws Exception {
    worker.workflow(
        "upserts",
        arguments -> {
          String before = Workflow.getTypedSearchAttributes().get(TIER);
          Workflow.upsertTypedSearchAttributes(TIER.valueSet("gold"));
          Workflow.upsertMemo(Map.of("note", "changed"));
          return before + " " + Workflow.getTypedSearchAttributes().get(TIER);
        });
    WorkflowStub stub =
        worker.start(
            "upserts",
            worker
                .options()
                .setTypedSearchAttributes(SearchAttributes.newBuilder().set(TIER, "silver").build())
                .setMemo(Map.of("note", "first", "kept", "yes")));
    assertThat(stub.getResult(String.class)).isEqualTo("silver gold");

    String workflowId = stub.getExecution().getWorkflowId();
    WorkflowExecutionMetadata listed =
        awaitListed("WorkflowId = '" + workflowId + "' AND ExecutionStatus = 'Completed'", 1)
            .getFirst();
    assertThat(listed.getTypedSearchAttributes().get(TIER)).isEqualTo("gold");
    assertThat(listed.getMemo("note", String.class)).isEqualTo("changed");
    assertThat(listed.getMemo("kept", String.class)).isEqualTo("yes");
    assertThat(listed.getTaskQueue()).isEqualTo(worker.taskQueue());
    assertThat(stub.describe().getMemo("note", String.class)).isEqualTo("changed");
  }

  @Test
  void workflowsAreListedAndCountedByTypeAndStatus() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    String type = "listed-" + worker.taskQueue();
    worker.workflow(
        type,
        arguments -> {
          if (arguments.get(0, Boolean.class)) {
            Workflow.sleep(Duration.ofMinutes(5));
          }
          return "done";
        });
    WorkflowStub running = worker.start(type, true);
    for (int i = 0; i < 7; i++) {
      assertThat(worker.run(type, String.class, false)).isEqualTo("done");
    }
    over.countDown();
    awaitListed("WorkflowType = '" + type + "'", 8);
    awaitListed("WorkflowType = '" + type + "' AND ExecutionStatus = 'Completed'", 7);
    List<WorkflowExecutionMetadata> open =
        awaitListed("WorkflowType = '" + type + "' AND ExecutionStatus = 'Running'", 1);
    assertThat(open.getFirst().getExecution()).isEqualTo(running.getExecution());
    assertThat(open.getFirst().getStatus())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
    assertThat(count("WorkflowType = '" + type + "'")).isEqualTo(8);
    running.terminate("not needed");
    assertThat(over.getCount()).isZero();
  }

  private static List<WorkflowExecutionMetadata> awaitListed(String query, int count)
      throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      List<WorkflowExecutionMetadata> listed =
          SdkEngine.shared().client().listExecutions(query).toList();
      if (listed.size() == count) {
        return listed;
      }
      assertThat(System.nanoTime()).as(query + " lists " + listed).isLessThan(end);
      Thread.sleep(50);
    }
  }

  private static long count(String query) {
    return SdkEngine.shared()
        .service()
        .blockingStub()
        .countWorkflowExecutions(
            CountWorkflowExecutionsRequest.newBuilder()
                .setNamespace(SdkEngine.NAMESPACE)
                .setQuery(query)
                .build())
        .getCount();
  }

  @Test
  void descriptionShowsPendingActivities() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    worker.activity(
        "pending",
        arguments -> {
          started.countDown();
          try {
            return over.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
          }
        });
    worker.workflow(
        "described", arguments -> SdkWorker.activities().execute("pending", Boolean.class));
    WorkflowStub stub = worker.start("described");
    assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();

    DescribeWorkflowExecutionResponse description = describe(stub.getExecution());
    assertThat(description.getPendingActivitiesCount()).isEqualTo(1);
    PendingActivityInfo pending = description.getPendingActivities(0);
    assertThat(pending.getActivityType().getName()).isEqualTo("pending");
    assertThat(pending.getState()).isEqualTo(PendingActivityState.PENDING_ACTIVITY_STATE_STARTED);
    assertThat(pending.getAttempt()).isEqualTo(1);
    assertThat(description.getWorkflowExecutionInfo().getStatus())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);

    over.countDown();
    assertThat(stub.getResult(Boolean.class)).isTrue();
    DescribeWorkflowExecutionResponse closed = describe(stub.getExecution());
    assertThat(closed.getPendingActivitiesCount()).isZero();
    assertThat(closed.getWorkflowExecutionInfo().getStatus())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
    assertThat(closed.getWorkflowExecutionInfo().getHistoryLength())
        .isEqualTo(worker.history(stub.getExecution()).size());
  }

  private static DescribeWorkflowExecutionResponse describe(WorkflowExecution execution) {
    return SdkEngine.shared()
        .service()
        .blockingStub()
        .describeWorkflowExecution(
            DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(SdkEngine.NAMESPACE)
                .setExecution(execution)
                .build());
  }
}
