// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.engine.v1.RunState;
import dev.fencepost.engine.v1.TimerTask;
import dev.fencepost.engine.v1.TransferTask;
import dev.fencepost.engine.v1.VisibilityTask;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StartTest {

  @Test
  void start_recordsTheRequestAndSchedulesAWorkflowTask() {
    RunUnderTest run =
        RunUnderTest.start(
            Requests.start()
                .setMemo(Memo.newBuilder().putFields("note", Requests.payload("memo")))
                .setWorkflowRunTimeout(Times.duration(Duration.ofMinutes(5)))
                .build());

    assertThat(run.eventTypes())
        .containsExactly(
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED);
    WorkflowExecutionStartedEventAttributes started =
        run.history().get(0).getWorkflowExecutionStartedEventAttributes();
    assertThat(started.getInput()).isEqualTo(Requests.payloads("input"));
    assertThat(started.getFirstExecutionRunId()).isEqualTo(run.state().getRunId());
    assertThat(started.getOriginalExecutionRunId()).isEqualTo(run.state().getRunId());
    assertThat(started.getAttempt()).isEqualTo(1);
    assertThat(started.getMemo().getFieldsMap()).containsKey("note");
    assertThat(Times.duration(started.getWorkflowTaskTimeout())).isEqualTo(Duration.ofSeconds(10));
    assertThat(started.hasRootWorkflowExecution()).isFalse();
    assertThat(run.state().getRoot().getRunId()).isEqualTo(run.state().getRunId());
    assertThat(run.state().getState()).isEqualTo(RunState.RUN_STATE_RUNNING);
    assertThat(run.state().getRequestIdsMap()).containsKey("start-request");
    assertThat(run.transferTasks())
        .singleElement()
        .satisfies(
            task -> {
              assertThat(task.getKindCase()).isEqualTo(TransferTask.KindCase.WORKFLOW_TASK);
              assertThat(task.getWorkflowTask().getScheduledEventId()).isEqualTo(2);
            });
    assertThat(run.timers())
        .singleElement()
        .satisfies(
            timer -> {
              assertThat(timer.task().getKindCase())
                  .isEqualTo(TimerTask.KindCase.WORKFLOW_RUN_TIMEOUT);
              assertThat(timer.fireTime()).isEqualTo(Requests.START_TIME.plusSeconds(300));
            });
    assertThat(run.visibilityKinds()).containsExactly(VisibilityTask.Kind.KIND_START);
  }

  @Test
  void start_givesEveryEventItsTaskId() {
    RunUnderTest run = RunUnderTest.start(Requests.start().build());

    assertThat(run.history()).extracting(event -> event.getTaskId()).containsExactly(1L, 2L);
  }

  @Test
  void startDelay_holdsTheFirstWorkflowTaskBack() {
    RunUnderTest run =
        RunUnderTest.start(
            Requests.start().setWorkflowStartDelay(Times.duration(Duration.ofSeconds(30))).build());

    assertThat(run.eventTypes()).containsExactly(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED);
    assertThat(run.state().getState()).isEqualTo(RunState.RUN_STATE_CREATED);
    run.apply(session -> session.signal(Requests.signal("early", "")));
    assertThat(run.state().hasWorkflowTask()).isFalse();

    run.runTimers(Duration.ofSeconds(30));

    assertThat(run.lastEvent().getEventType())
        .isEqualTo(EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED);
    assertThat(Times.instant(run.lastEvent().getEventTime()))
        .isEqualTo(Requests.START_TIME.plusSeconds(30));
  }

  @Test
  void signalWithStartOfADelayedRun_endsTheDelay() {
    RunUnderTest run =
        RunUnderTest.start(
            Requests.start().setWorkflowStartDelay(Times.duration(Duration.ofHours(1))).build());

    run.apply(session -> session.signalAndEndStartDelay(Requests.signal("go", "")));

    assertThat(run.eventTypes())
        .containsExactly(
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED);
    run.runTimers(Duration.ofHours(2));
    assertThat(run.history()).hasSize(3);
  }

  @Test
  void cancelOfAHeldBackRun_endsTheDelay() {
    RunUnderTest run =
        RunUnderTest.start(
            Requests.start().setWorkflowStartDelay(Times.duration(Duration.ofHours(1))).build());

    run.apply(session -> session.requestCancel(Requests.cancel("cancel")));

    assertThat(run.state().hasWorkflowTask()).isTrue();
    run.work(Commands.cancel());
    run.runTimers(Duration.ofHours(2));
  }

  @Test
  void cron_waitsForTheNextFullMinute() {
    RunUnderTest run =
        RunUnderTest.start(
            Requests.start().setCronSchedule("CRON_TZ=Europe/Rome 5 * * * *").build());

    assertThat(run.state().hasWorkflowTask()).isFalse();
    assertThat(Times.instant(run.state().getExecutionTime()))
        .isEqualTo(Requests.START_TIME.plus(Duration.ofMinutes(5)));
  }

  @Test
  void signalWithStart_signalsBeforeTheFirstWorkflowTask() {
    RunUnderTest run =
        RunUnderTest.signalWithStart(
            Requests.start().build(), Requests.signal("go", "signal-request"));

    assertThat(run.eventTypes())
        .containsExactly(
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED);
  }

  @Test
  void start_withoutTaskQueue_isRejected() {
    assertThatThrownBy(() -> RunUnderTest.start(Requests.start().clearTaskQueue().build()))
        .isInstanceOf(Rejection.class)
        .hasMessage("TaskQueue is not set on request.");
  }

  @Test
  void start_withBadCron_isRejected() {
    assertThatThrownBy(
            () -> RunUnderTest.start(Requests.start().setCronSchedule("61 * * * *").build()))
        .isInstanceOf(Rejection.class)
        .hasMessageContaining("Invalid CronSchedule");
  }

  @Test
  void start_withBadRetryPolicy_isRejected() {
    assertThatThrownBy(
            () ->
                RunUnderTest.start(
                    Requests.start()
                        .setRetryPolicy(RetryPolicy.newBuilder().setBackoffCoefficient(0.5))
                        .build()))
        .isInstanceOf(Rejection.class)
        .hasMessage("BackoffCoefficient cannot be less than 1 on retry policy.");
  }

  @Test
  void runTimeout_isNoLongerThanTheExecutionTimeout() {
    RunUnderTest run =
        RunUnderTest.start(
            Requests.start()
                .setWorkflowExecutionTimeout(Times.duration(Duration.ofMinutes(1)))
                .setWorkflowRunTimeout(Times.duration(Duration.ofMinutes(9)))
                .build());

    assertThat(Times.duration(run.state().getWorkflowRunTimeout()))
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(run.state().getTaskQueue()).isEqualTo("orders");
    assertThat(run.state().getWorkflowTask().getTaskQueue().getKind())
        .isEqualTo(TaskQueueKind.TASK_QUEUE_KIND_NORMAL);
  }
}
