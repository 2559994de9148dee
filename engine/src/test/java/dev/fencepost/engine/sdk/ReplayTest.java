// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowStub;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SdkTest
final class ReplayTest {

  private SdkWorker worker;

  @BeforeAll
  void start() {
    worker = SdkWorker.start();
  }

  @AfterAll
  void stop() {
    worker.close();
  }

  /** Lets a workflow go on. */
  public interface Going {
    /** Goes on. */
    @SignalMethod
    void goOn();
  }

  private static final class Gate implements Going {

    private boolean open;

    @Override
    public void goOn() {
      open = true;
    }

    static void pass() {
      Gate gate = new Gate();
      Workflow.registerListener(gate);
      Workflow.await(() -> gate.open);
    }
  }

  @Test
  void timersFireInTime() {
    worker.workflow(
        "sleeps",
        arguments -> {
          long begin = Workflow.currentTimeMillis();
          Workflow.sleep(Duration.ofSeconds(1));
          return Workflow.currentTimeMillis() - begin;
        });
    assertThat(worker.run("sleeps", Long.class)).isBetween(1_000L, 5_000L);
  }

  @Test
  void timerIsCanceledWhenAnotherWins() {
    worker.workflow(
        "races",
        arguments -> {
          List<Promise<Void>> slow = new ArrayList<>();
          CancellationScope scope =
              Workflow.newCancellationScope(
                  () -> slow.add(Workflow.newTimer(Duration.ofMinutes(5))));
          scope.run();
          Promise<Void> quick = Workflow.newTimer(Duration.ofMillis(100));
          Promise.anyOf(slow.getFirst(), quick).get();
          scope.cancel();
          return quick.isCompleted();
        });
    WorkflowStub stub = worker.start("races");
    assertThat(stub.getResult(Boolean.class)).isTrue();
    assertThat(worker.eventTypes(stub.getExecution()))
        .contains(EventType.EVENT_TYPE_TIMER_CANCELED, EventType.EVENT_TYPE_TIMER_FIRED);
  }

  @Test
  void versionsAndSideEffectsAreRecordedAndReplayed() {
    AtomicInteger effects = new AtomicInteger();
    SdkWorker first = SdkWorker.start();
    first.workflow(
        "records",
        arguments -> {
          int version = Workflow.getVersion("change", Workflow.DEFAULT_VERSION, 2);
          int effect = Workflow.sideEffect(Integer.class, effects::incrementAndGet);
          int mutable =
              Workflow.mutableSideEffect(
                  "id", Integer.class, (last, next) -> last.equals(next), () -> 7);
          Gate.pass();
          return version + " " + effect + " " + mutable;
        });
    WorkflowStub stub = first.start("records");
    awaitEvent(stub, EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
    try (SdkWorker second = first.restart()) {
      stub.signal("goOn");
      assertThat(stub.getResult(String.class)).isEqualTo("2 1 7");
      assertThat(second.eventTypes(stub.getExecution()))
          .contains(EventType.EVENT_TYPE_MARKER_RECORDED);
    }
  }

  private void awaitEvent(WorkflowStub stub, EventType type) {
    try {
      worker.awaitEvent(stub.getExecution(), type);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void workflowGoesOnWithAnotherWorkerAfterItsOwnHasStopped() {
    AtomicInteger activityRuns = new AtomicInteger();
    SdkWorker first = SdkWorker.start();
    first.activity("step", arguments -> activityRuns.incrementAndGet());
    first.workflow(
        "survives",
        arguments -> {
          int before = SdkWorker.activities().execute("step", Integer.class);
          Gate.pass();
          int after = SdkWorker.activities().execute("step", Integer.class);
          return before + " " + after;
        });
    WorkflowStub stub = first.start("survives");
    awaitEvent(stub, EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED);
    try (SdkWorker second = first.restart()) {
      stub.signal("goOn");
      assertThat(stub.getResult(String.class)).isEqualTo("1 2");
      assertThat(second.taskQueue()).isEqualTo(first.taskQueue());
    }
  }

  @Test
  void failedWorkflowTaskIsTriedAgain() {
    AtomicInteger attempts = new AtomicInteger();
    worker.workflow(
        "throwsOnce",
        arguments -> {
          if (attempts.incrementAndGet() == 1) {
            throw new IllegalStateException("a bug in the workflow's code");
          }
          return "mended";
        });
    WorkflowStub stub = worker.start("throwsOnce");
    assertThat(stub.getResult(String.class)).isEqualTo("mended");
    assertThat(worker.eventTypes(stub.getExecution()))
        .contains(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED);
  }
}
