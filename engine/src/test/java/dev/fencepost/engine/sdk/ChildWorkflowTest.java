// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TerminatedFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.ChildWorkflowStub;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SdkTest
final class ChildWorkflowTest {

  private SdkWorker worker;

  @BeforeAll
  void start() {
    worker = SdkWorker.start();
  }

  @AfterAll
  void stop() {
    worker.close();
  }

  private static ChildWorkflowStub child(String type, ParentClosePolicy policy) {
    return Workflow.newUntypedChildWorkflowStub(
        type, ChildWorkflowOptions.newBuilder().setParentClosePolicy(policy).build());
  }

  private static ChildWorkflowStub child(String type) {
    return child(type, ParentClosePolicy.PARENT_CLOSE_POLICY_TERMINATE);
  }

  @Test
  void childrenGiveTheirResults() {
    worker.workflow("doubles", arguments -> 2 * arguments.get(0, Integer.class));
    worker.workflow(
        "sums",
        arguments -> {
          List<Promise<Integer>> results = new ArrayList<>();
          for (int i = 1; i <= 10; i++) {
            results.add(child("doubles").executeAsync(Integer.class, i));
          }
          return results.stream().mapToInt(Promise::get).sum();
        });
    assertThat(worker.run("sums", Integer.class)).isEqualTo(110);
  }

  @Test
  void failureOfAChildReachesTheParent() {
    worker.workflow(
        "fails",
        arguments -> {
          throw ApplicationFailure.newFailure("broken", "Broken");
        });
    worker.workflow(
        "catches",
        arguments -> {
          try {
            return child("fails").execute(String.class);
          } catch (ChildWorkflowFailure e) {
            return ((ApplicationFailure) e.getCause()).getType();
          }
        });
    assertThat(worker.run("catches", String.class)).isEqualTo("Broken");
  }

  @Test
  void childIsCanceledByItsParent() {
    worker.workflow("sleeps", arguments -> sleep());
    worker.workflow(
        "cancelsItsChild",
        arguments -> {
          ChildWorkflowStub child = child("sleeps");
          List<Promise<String>> result = new ArrayList<>();
          CancellationScope scope =
              Workflow.newCancellationScope(() -> result.add(child.executeAsync(String.class)));
          scope.run();
          WorkflowExecution started = child.getExecution().get();
          scope.cancel();
          RuntimeException failure = result.getFirst().getFailure();
          return started.getWorkflowId() + " " + failure.getCause().getClass().getSimpleName();
        });
    String[] ended = worker.run("cancelsItsChild", String.class).split(" ", -1);
    assertThat(ended[1]).isEqualTo("CanceledFailure");
    assertThatThrownBy(() -> resultOf(ended[0])).hasCauseInstanceOf(CanceledFailure.class);
  }

  private static Object sleep() {
    Workflow.sleep(Duration.ofMinutes(5));
    return "slept";
  }

  private static String resultOf(String workflowId) {
    return SdkEngine.shared().client().newUntypedWorkflowStub(workflowId).getResult(String.class);
  }

  @Test
  void parentThatClosesTerminatesItsChild() {
    String childId = leaveChild("leavesToDie", ParentClosePolicy.PARENT_CLOSE_POLICY_TERMINATE);
    assertThatThrownBy(() -> resultOf(childId))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(TerminatedFailure.class);
  }

  @Test
  void parentThatClosesCancelsItsChild() {
    String childId =
        leaveChild("leavesToCancel", ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL);
    assertThatThrownBy(() -> resultOf(childId))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);
  }

  @Test
  void parentThatClosesAbandonsItsChild() throws Exception {
    String childId = leaveChild("leavesAlone", ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON);
    WorkflowStub child = SdkEngine.shared().client().newUntypedWorkflowStub(childId);
    child.cancel();
    assertThatThrownBy(() -> resultOf(childId)).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(worker.eventTypes(child.getExecution()))
        .contains(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED);
  }

  private String leaveChild(String type, ParentClosePolicy policy) {
    worker.workflow(type + "Child", arguments -> sleep());
    worker.workflow(
        type,
        arguments -> {
          ChildWorkflowStub child = child(type + "Child", policy);
          Promise<String> ignored = child.executeAsync(String.class);
          return child.getExecution().get().getWorkflowId();
        });
    return worker.run(type, String.class);
  }

  @Test
  void grandchildrenNest() {
    worker.workflow(
        "nests",
        arguments -> {
          int depth = arguments.get(0, Integer.class);
          return depth == 0 ? 0 : 1 + child("nests").execute(Integer.class, depth - 1);
        });
    assertThat(worker.run("nests", Integer.class, 5)).isEqualTo(5);
  }

  @Test
  void childWithATakenWorkflowIdFailsToStart() {
    worker.workflow("startsItself", arguments -> sleep());
    WorkflowStub running = worker.start("startsItself");
    worker.workflow(
        "collides",
        arguments -> {
          ChildWorkflowStub child =
              Workflow.newUntypedChildWorkflowStub(
                  "startsItself",
                  ChildWorkflowOptions.newBuilder()
                      .setWorkflowId(arguments.get(0, String.class))
                      .build());
          try {
            return child.execute(String.class);
          } catch (ChildWorkflowFailure e) {
            return "taken";
          }
        });
    assertThat(worker.run("collides", String.class, running.getExecution().getWorkflowId()))
        .isEqualTo("taken");
    running.terminate("not needed");
  }
}
