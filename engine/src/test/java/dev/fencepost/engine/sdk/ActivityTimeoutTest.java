// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.sdk;

import static dev.fencepost.engine.sdk.SdkWorker.activities;
import static dev.fencepost.engine.sdk.SdkWorker.quickRetries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SdkTest
final class ActivityTimeoutTest {

  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(60);

  private final CountDownLatch over = new CountDownLatch(1);
  private SdkWorker worker;

  @BeforeAll
  void start() {
    worker = SdkWorker.start();
    worker.activity("hangs", arguments -> hang());
    worker.activity(
        "heartbeatsOnce",
        arguments -> {
          Activity.getExecutionContext().heartbeat("page 7");
          return hang();
        });
  }

  private Object hang() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  @AfterAll
  void stop() {
    over.countDown();
    worker.close();
  }

  @Test
  void startToClose() {
    expectTimeout(
        "startToClose",
        "hangs",
        ActivityOptions.newBuilder().setStartToCloseTimeout(SHORT),
        "TIMEOUT_TYPE_START_TO_CLOSE");
  }

  @Test
  void scheduleToStart() {
    expectTimeout(
        "scheduleToStart",
        "hangs",
        ActivityOptions.newBuilder()
            .setTaskQueue("nobody-polls-this")
            .setScheduleToStartTimeout(SHORT)
            .setScheduleToCloseTimeout(LONG),
        "TIMEOUT_TYPE_SCHEDULE_TO_START");
  }

  @Test
  void scheduleToClose() {
    expectTimeout(
        "scheduleToClose",
        "hangs",
        ActivityOptions.newBuilder()
            .setTaskQueue("nobody-polls-this-either")
            .setScheduleToCloseTimeout(SHORT),
        "TIMEOUT_TYPE_SCHEDULE_TO_CLOSE");
  }

  @Test
  void heartbeat() {
    expectTimeout(
        "heartbeat",
        "hangs",
        ActivityOptions.newBuilder().setStartToCloseTimeout(LONG).setHeartbeatTimeout(SHORT),
        "TIMEOUT_TYPE_HEARTBEAT");
  }

  @Test
  void heartbeatTimeoutCarriesTheLastDetails() {
    worker.workflow(
        "lastDetails",
        arguments -> {
          try {
            return activities(
                    ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(LONG)
                        .setHeartbeatTimeout(SHORT)
                        .setRetryOptions(quickRetries(1)))
                .execute("heartbeatsOnce", String.class);
          } catch (ActivityFailure e) {
            return ((TimeoutFailure) e.getCause()).getLastHeartbeatDetails().get(String.class);
          }
        });
    assertThat(worker.run("lastDetails", String.class)).isEqualTo("page 7");
  }

  private void expectTimeout(
      String type, String activity, ActivityOptions.Builder options, String timeout) {
    worker.workflow(
        type,
        arguments -> {
          try {
            return activities(options.setRetryOptions(quickRetries(1)))
                .execute(activity, String.class);
          } catch (ActivityFailure e) {
            return ((TimeoutFailure) e.getCause()).getTimeoutType().name();
          }
        });
    assertThat(worker.run(type, String.class)).isEqualTo(timeout);
  }

  @Test
  void heartbeatDetailsReachTheNextAttempt() {
    worker.activity(
        "resumes",
        arguments -> {
          ActivityExecutionContext context = Activity.getExecutionContext();
          if (context.getInfo().getAttempt() == 1) {
            context.heartbeat(41);
            throw ApplicationFailure.newFailure("stopped", "Stopped");
          }
          return context.getHeartbeatDetails(Integer.class).orElse(-1) + 1;
        });
    worker.workflow(
        "resumed",
        arguments ->
            activities(
                    ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(LONG)
                        .setHeartbeatTimeout(LONG)
                        .setRetryOptions(quickRetries(0)))
                .execute("resumes", Integer.class));
    assertThat(worker.run("resumed", Integer.class)).isEqualTo(42);
  }

  @Test
  void activityLearnsByItsHeartbeatThatItIsCanceled() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    worker.activity(
        "heartbeats",
        arguments -> {
          started.countDown();
          while (true) {
            Activity.getExecutionContext().heartbeat("alive");
            pause();
          }
        });
    worker.workflow(
        "cancels",
        arguments ->
            activities(
                    ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(LONG)
                        .setHeartbeatTimeout(Duration.ofSeconds(2))
                        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED))
                .execute("heartbeats", String.class));
    WorkflowStub stub = worker.start("cancels");
    assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
    stub.cancel();
    assertThatThrownBy(() -> stub.getResult(String.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);
    assertThat(worker.eventTypes(stub.getExecution()))
        .contains(
            EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED,
            EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED);
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void activityThatNobodyStartedIsCanceledAtOnce() {
    worker.workflow(
        "cancelsEarly",
        arguments -> {
          Promise<?>[] activity = new Promise<?>[1];
          CancellationScope scope =
              Workflow.newCancellationScope(
                  () ->
                      activity[0] =
                          activities(
                                  ActivityOptions.newBuilder()
                                      .setTaskQueue("nobody-polls-this-queue")
                                      .setScheduleToCloseTimeout(LONG)
                                      .setCancellationType(
                                          ActivityCancellationType.WAIT_CANCELLATION_COMPLETED))
                              .executeAsync("hangs", String.class));
          scope.run();
          Workflow.sleep(Duration.ofMillis(100));
          scope.cancel();
          RuntimeException failure = activity[0].getFailure();
          return failure.getCause() instanceof CanceledFailure;
        });
    assertThat(worker.run("cancelsEarly", Boolean.class)).isTrue();
  }
}
