// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.engine.internal.workflow.Rejection.Reason;
import dev.fencepost.engine.v1.ActivityTaskToken;
import dev.fencepost.engine.v1.TimerTask;
import io.temporal.api.command.v1.Command;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.ActivityTaskTimedOutEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ActivityTest {

  private final RunUnderTest run = RunUnderTest.start(Requests.start().build());

  private void complete(String activityId) {
    ActivityTaskToken token = run.activityToken(activityId);
    run.apply(
        session ->
            session.completeActivity(
                token,
                RespondActivityTaskCompletedRequest.newBuilder()
                    .setResult(Requests.payloads("done"))
                    .setIdentity(RunUnderTest.WORKER)
                    .build()));
  }

  private void fail(String activityId, Failure failure) {
    ActivityTaskToken token = run.activityToken(activityId);
    run.apply(
        session ->
            session.failActivity(
                token,
                RespondActivityTaskFailedRequest.newBuilder()
                    .setFailure(failure)
                    .setIdentity(RunUnderTest.WORKER)
                    .build()));
  }

  private HeartbeatOutcome heartbeat(String activityId, Payloads details) {
    ActivityTaskToken token = run.activityToken(activityId);
    return run.call(session -> session.heartbeat(token, details));
  }

  private ActivityTaskTimedOutEventAttributes timedOut() {
    return run.event(EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT)
        .getActivityTaskTimedOutEventAttributes();
  }

  @Test
  void completedActivity_writesStartAndCompletionTogether() {
    run.work(Commands.scheduleActivity("a"));
    StartedActivityTask task = run.startActivity("a");
    assertThat(run.eventTypes()).endsWith(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED);
    assertThat(task.activity().getScheduledEventBatchId()).isEqualTo(4);

    complete("a");

    assertThat(run.eventTypes())
        .endsWith(
            EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED,
            EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED);
    HistoryEvent started = run.event(EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED);
    HistoryEvent completed = run.event(EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED);
    assertThat(completed.getActivityTaskCompletedEventAttributes().getStartedEventId())
        .isEqualTo(started.getEventId());
    assertThat(completed.getActivityTaskCompletedEventAttributes().getScheduledEventId())
        .isEqualTo(5);
  }

  @Test
  void timeouts_followFromEachOther() {
    run.work(
        Commands.schedule(
            Commands.activity("a")
                .clearStartToCloseTimeout()
                .setScheduleToCloseTimeout(Times.duration(Duration.ofSeconds(60)))
                .setHeartbeatTimeout(Times.duration(Duration.ofSeconds(90)))));

    ActivityTaskScheduledEventAttributes scheduled =
        run.lastEvent().getActivityTaskScheduledEventAttributes();
    assertThat(Times.duration(scheduled.getStartToCloseTimeout()))
        .isEqualTo(Duration.ofSeconds(60));
    assertThat(Times.duration(scheduled.getScheduleToStartTimeout()))
        .isEqualTo(Duration.ofSeconds(60));
    assertThat(Times.duration(scheduled.getHeartbeatTimeout())).isEqualTo(Duration.ofSeconds(60));
    assertThat(Times.duration(scheduled.getRetryPolicy().getInitialInterval()))
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(Times.duration(scheduled.getRetryPolicy().getMaximumInterval()))
        .isEqualTo(Duration.ofSeconds(100));
    assertThat(scheduled.getRetryPolicy().getBackoffCoefficient()).isEqualTo(2.0);
  }

  @Test
  void failedAttempt_waitsForItsBackoffWithoutEvents() {
    run.work(Commands.scheduleActivity("a"));
    int events = run.history().size();
    run.startActivity("a");

    fail("a", Requests.failure("IOException"));

    assertThat(run.history()).hasSize(events);
    assertThat(run.activity("a").getAttempt()).isEqualTo(2);
    assertThat(run.activity("a").hasStartedTime()).isFalse();
    ScheduledTimer retry = run.timers().get(run.timers().size() - 1);
    assertThat(retry.fireTime()).isEqualTo(run.now().plusSeconds(1));
    assertThat(Dispatch.of(run.state(), retry.task().getActivityRetry())).isPresent();
    run.startActivity("a");
    assertThat(Dispatch.of(run.state(), retry.task().getActivityRetry())).isEmpty();
    complete("a");
    assertThat(
            run.event(EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED)
                .getActivityTaskStartedEventAttributes()
                .getAttempt())
        .isEqualTo(2);
    assertThat(
            run.event(EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED)
                .getActivityTaskStartedEventAttributes()
                .getLastFailure()
                .getMessage())
        .isEqualTo("it failed");
  }

  @Test
  void longFailure_isKeptAbridgedWhileTheActivityIsRetried() {
    run.work(Commands.scheduleActivity("a"));
    run.startActivity("a");

    fail(
        "a",
        Requests.failure("IOException").toBuilder()
            .setStackTrace("at ...".repeat(2000))
            .setCause(Requests.failure("Cause"))
            .build());

    assertThat(run.activity("a").getLastFailure()).isEqualTo(Requests.failure("IOException"));
  }

  @Test
  void lastAttempt_failsTheActivity() {
    run.work(
        Commands.schedule(
            Commands.activity("a").setRetryPolicy(RetryPolicy.newBuilder().setMaximumAttempts(2))));
    run.startActivity("a");
    fail("a", Requests.failure("IOException"));
    run.startActivity("a");
    fail("a", Requests.failure("IOException"));

    assertThat(
            run.event(EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED)
                .getActivityTaskFailedEventAttributes()
                .getRetryState())
        .isEqualTo(RetryState.RETRY_STATE_MAXIMUM_ATTEMPTS_REACHED);
    assertThat(run.state().getActivitiesMap()).isEmpty();
  }

  @Test
  void nonRetryableType_failsTheActivityAtOnce() {
    run.work(
        Commands.schedule(
            Commands.activity("a")
                .setRetryPolicy(
                    RetryPolicy.newBuilder().addNonRetryableErrorTypes("IOException"))));
    run.startActivity("a");
    fail("a", Requests.failure("IOException"));

    assertThat(
            run.event(EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED)
                .getActivityTaskFailedEventAttributes()
                .getRetryState())
        .isEqualTo(RetryState.RETRY_STATE_NON_RETRYABLE_FAILURE);
  }

  @Test
  void tokenOfAnEarlierAttempt_isRejected() {
    run.work(Commands.scheduleActivity("a"));
    run.startActivity("a");
    ActivityTaskToken token = run.activityToken("a");
    fail("a", Requests.failure("IOException"));
    run.startActivity("a");

    assertThatThrownBy(
            () -> run.call(session -> session.heartbeat(token, Payloads.getDefaultInstance())))
        .isInstanceOfSatisfying(
            Rejection.class,
            rejection -> assertThat(rejection.reason()).isEqualTo(Reason.ACTIVITY_NOT_FOUND));
  }

  @Test
  void activityById_canBeCompletedBeforeAWorkerHasIt() {
    run.work(Commands.scheduleActivity("a"));

    run.apply(
        session ->
            session.completeActivity(
                ActivityTaskToken.newBuilder().setActivityId("a").build(),
                RespondActivityTaskCompletedRequest.getDefaultInstance()));

    assertThat(run.eventTypes())
        .endsWith(
            EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED,
            EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED);
  }

  @Test
  void silentActivity_timesOutAndIsRetried() {
    run.work(
        Commands.schedule(
            Commands.activity("a")
                .setHeartbeatTimeout(Times.duration(Duration.ofSeconds(3)))
                .setRetryPolicy(RetryPolicy.newBuilder().setMaximumAttempts(2))));
    run.startActivity("a");
    run.runTimers(Duration.ofSeconds(2));
    heartbeat("a", Requests.payloads("half"));
    run.runTimers(Duration.ofSeconds(2));
    assertThat(run.activity("a").getAttempt()).isEqualTo(1);
    run.runTimers(Duration.ofSeconds(1));
    assertThat(run.activity("a").getAttempt()).isEqualTo(2);
    assertThat(run.activity("a").getHeartbeatDetails()).isEqualTo(Requests.payloads("half"));

    run.startActivity("a");
    run.runTimers(Duration.ofSeconds(3));

    assertThat(timedOut().getRetryState())
        .isEqualTo(RetryState.RETRY_STATE_MAXIMUM_ATTEMPTS_REACHED);
    assertThat(timedOut().getFailure().getTimeoutFailureInfo().getTimeoutType())
        .isEqualTo(TimeoutType.TIMEOUT_TYPE_HEARTBEAT);
    assertThat(timedOut().getFailure().getTimeoutFailureInfo().getLastHeartbeatDetails())
        .isEqualTo(Requests.payloads("half"));
    assertThat(timedOut().getStartedEventId())
        .isEqualTo(run.event(EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED).getEventId());
  }

  @Test
  void activityNobodyTakes_timesOutForGood() {
    run.work(
        Commands.schedule(
            Commands.activity("a")
                .setScheduleToStartTimeout(Times.duration(Duration.ofSeconds(7)))));
    run.runTimers(Duration.ofSeconds(7));

    assertThat(timedOut().getFailure().getTimeoutFailureInfo().getTimeoutType())
        .isEqualTo(TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START);
    assertThat(timedOut().getStartedEventId()).isZero();
    assertThat(run.state().hasWorkflowTask()).isTrue();
  }

  @Test
  void retriesThatWouldComeTooLate_endTheActivityAsOutOfTime() {
    run.work(
        Commands.schedule(
            Commands.activity("a")
                .setStartToCloseTimeout(Times.duration(Duration.ofSeconds(4)))
                .setScheduleToCloseTimeout(Times.duration(Duration.ofSeconds(9)))
                .setRetryPolicy(
                    RetryPolicy.newBuilder()
                        .setInitialInterval(Times.duration(Duration.ofSeconds(6))))));
    run.startActivity("a");
    run.runTimers(Duration.ofSeconds(4));

    assertThat(timedOut().getRetryState()).isEqualTo(RetryState.RETRY_STATE_TIMEOUT);
    assertThat(timedOut().getFailure().getTimeoutFailureInfo().getTimeoutType())
        .isEqualTo(TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE);
    assertThat(timedOut().getFailure().getCause().getTimeoutFailureInfo().getTimeoutType())
        .isEqualTo(TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE);
  }

  @Test
  void cancelOfAStartedActivity_isToldByItsHeartbeat() {
    run.work(Commands.scheduleActivity("a"), Commands.startTimer("t", Duration.ofSeconds(1)));
    run.startActivity("a");
    assertThat(heartbeat("a", Payloads.getDefaultInstance())).isEqualTo(HeartbeatOutcome.CONTINUE);
    run.runTimers(Duration.ofSeconds(1));
    run.work(Commands.cancelActivity(run.activity("a").getScheduledEventId()));

    assertThat(heartbeat("a", Payloads.getDefaultInstance()))
        .isEqualTo(HeartbeatOutcome.CANCEL_REQUESTED);
    ActivityTaskToken token = run.activityToken("a");
    run.apply(
        session ->
            session.cancelActivity(
                token,
                RespondActivityTaskCanceledRequest.newBuilder()
                    .setDetails(Requests.payloads("stopped"))
                    .build()));

    assertThat(
            run.event(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED)
                .getActivityTaskCanceledEventAttributes()
                .getLatestCancelRequestedEventId())
        .isEqualTo(run.event(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED).getEventId());
  }

  @Test
  void cancelOfAnActivityNobodyHas_endsItAtOnce() {
    run.work(Commands.scheduleActivity("a"), Commands.startTimer("t", Duration.ofSeconds(1)));
    run.runTimers(Duration.ofSeconds(1));

    run.work(
        Commands.cancelActivity(run.activity("a").getScheduledEventId()),
        Commands.marker("after the cancellation"));

    assertThat(run.eventTypes())
        .endsWith(
            EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
            EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED,
            EventType.EVENT_TYPE_MARKER_RECORDED,
            EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED);
  }

  @Test
  void cancelledActivityThatFails_isNotRetried() {
    run.work(Commands.scheduleActivity("a"), Commands.startTimer("t", Duration.ofSeconds(1)));
    run.startActivity("a");
    run.runTimers(Duration.ofSeconds(1));
    run.work(Commands.cancelActivity(run.activity("a").getScheduledEventId()));

    fail("a", Requests.failure("IOException"));

    assertThat(
            run.event(EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED)
                .getActivityTaskFailedEventAttributes()
                .getRetryState())
        .isEqualTo(RetryState.RETRY_STATE_CANCEL_REQUESTED);
  }

  @Test
  void cancelNobodyAskedFor_isRejected() {
    run.work(Commands.scheduleActivity("a"));
    run.startActivity("a");
    ActivityTaskToken token = run.activityToken("a");

    assertThatThrownBy(
            () ->
                run.apply(
                    session ->
                        session.cancelActivity(
                            token, RespondActivityTaskCanceledRequest.getDefaultInstance())))
        .isInstanceOf(Rejection.class)
        .hasMessage("Activity a was not asked to cancel.");
  }

  @Test
  void fiveHundredActivities_needOneTimeoutTask() {
    Command[] commands =
        IntStream.range(0, 500)
            .mapToObj(index -> Commands.scheduleActivity("a" + index))
            .toArray(Command[]::new);
    run.work(commands);
    for (int index = 0; index < 500; index++) {
      run.startActivity("a" + index);
    }

    List<ScheduledTimer> timeouts =
        run.timers().stream()
            .filter(timer -> timer.task().getKindCase() == TimerTask.KindCase.ACTIVITY_TIMEOUT)
            .toList();
    assertThat(timeouts).hasSize(1);
    assertThat(run.transferTasks()).hasSize(501);
    for (int index = 0; index < 500; index++) {
      complete("a" + index);
    }
    run.work(Commands.complete());
    assertThat(run.history()).hasSize(4 + 500 + 2 * 500 + 4);
  }
}
