// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.engine.internal.workflow.Rejection.Reason;
import dev.fencepost.engine.internal.workflow.WorkflowTaskOutcome.Completed;
import dev.fencepost.engine.internal.workflow.WorkflowTaskOutcome.Failed;
import dev.fencepost.engine.v1.WorkflowTaskToken;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.taskqueue.v1.StickyExecutionAttributes;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WorkflowTaskTest {

  private final RunUnderTest run = RunUnderTest.start(Requests.start().build());

  private static RespondWorkflowTaskCompletedRequest.Builder sticky() {
    return RespondWorkflowTaskCompletedRequest.newBuilder()
        .setStickyAttributes(
            StickyExecutionAttributes.newBuilder()
                .setWorkerTaskQueue(TaskQueue.newBuilder().setName("sticky-1"))
                .setScheduleToStartTimeout(Times.duration(Duration.ofSeconds(5))));
  }

  private void fail() {
    run.apply(
        session ->
            session.failWorkflowTask(
                run.workflowTaskToken(),
                RespondWorkflowTaskFailedRequest.newBuilder()
                    .setCause(
                        WorkflowTaskFailedCause
                            .WORKFLOW_TASK_FAILED_CAUSE_WORKFLOW_WORKER_UNHANDLED_FAILURE)
                    .setFailure(Requests.failure("NullPointerException"))
                    .build()));
  }

  @Test
  void task_isScheduledStartedAndCompleted() {
    StartedWorkflowTask task = run.startWorkflowTask();
    run.completeWorkflowTask();

    assertThat(task.startedEventId()).isEqualTo(3);
    assertThat(task.previousStartedEventId()).isZero();
    assertThat(task.transientEvents()).isEmpty();
    assertThat(run.eventTypes())
        .containsExactly(
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
    assertThat(run.state().hasWorkflowTask()).isFalse();
    assertThat(run.state().getLastCompletedWorkflowTaskStartedEventId()).isEqualTo(3);
  }

  @Test
  void samePoll_getsTheSameTaskAgain() {
    WorkflowTaskPoll poll =
        new WorkflowTaskPoll(2, "poll", TaskQueue.newBuilder().setName("orders").build(), "w");
    StartedWorkflowTask first = run.call(session -> session.startWorkflowTask(poll));
    int events = run.history().size();

    StartedWorkflowTask second = run.call(session -> session.startWorkflowTask(poll));

    assertThat(second).isEqualTo(first);
    assertThat(run.history()).hasSize(events);
  }

  @Test
  void anotherPoll_findsTheTaskTaken() {
    run.startWorkflowTask();

    assertThatThrownBy(run::startWorkflowTask)
        .isInstanceOfSatisfying(
            Rejection.class,
            rejection ->
                assertThat(rejection.reason()).isEqualTo(Reason.WORKFLOW_TASK_ALREADY_STARTED));
  }

  @Test
  void tokenOfAnEarlierAttempt_isRejected() {
    run.startWorkflowTask();
    WorkflowTaskToken token = run.workflowTaskToken();
    fail();
    run.startWorkflowTask();

    assertThatThrownBy(
            () ->
                run.call(
                    session ->
                        session.completeWorkflowTask(
                            token, RespondWorkflowTaskCompletedRequest.getDefaultInstance())))
        .isInstanceOf(Rejection.class)
        .hasMessage("Workflow task not found.");
  }

  @Test
  void failingTask_isWrittenOnceAndRetriedWithoutEvents() {
    run.startWorkflowTask();
    fail();
    int eventsAfterFirstFailure = run.history().size();
    for (int attempt = 2; attempt < 6; attempt++) {
      StartedWorkflowTask task = run.startWorkflowTask();
      assertThat(task.attempt()).isEqualTo(attempt);
      assertThat(task.transientEvents())
          .extracting(HistoryEvent::getEventId)
          .containsExactly(eventsAfterFirstFailure + 1L, eventsAfterFirstFailure + 2L);
      fail();
    }

    assertThat(run.history()).hasSize(eventsAfterFirstFailure);
    assertThat(run.lastEvent().getEventType()).isEqualTo(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED);
    run.work(Commands.complete());
    assertThat(run.eventTypes().subList(eventsAfterFirstFailure, run.history().size()))
        .containsExactly(
            EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    assertThat(
            run.history()
                .get(eventsAfterFirstFailure)
                .getWorkflowTaskScheduledEventAttributes()
                .getAttempt())
        .isEqualTo(6);
  }

  @Test
  void signalBeforeARetryStarts_makesItAnOrdinaryTask() {
    run.startWorkflowTask();
    fail();
    run.apply(session -> session.signal(Requests.signal("late", "")));

    StartedWorkflowTask task = run.startWorkflowTask();

    assertThat(task.attempt()).isEqualTo(1);
    assertThat(task.transientEvents()).isEmpty();
    assertThat(run.eventTypes())
        .endsWith(
            EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED);
  }

  @Test
  void lostTask_timesOutAndIsRetriedWithGrowingTimeouts() {
    for (int attempt = 1; attempt <= 5; attempt++) {
      run.startWorkflowTask();
      Duration timeout = Times.duration(run.state().getWorkflowTask().getStartToCloseTimeout());
      assertThat(timeout)
          .isEqualTo(
              Duration.ofSeconds(
                  switch (attempt) {
                    case 4 -> 15;
                    case 5 -> 20;
                    default -> 10;
                  }));
      run.runTimers(timeout);
    }

    HistoryEvent timedOut = run.event(EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT);
    assertThat(timedOut.getWorkflowTaskTimedOutEventAttributes().getTimeoutType())
        .isEqualTo(TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE);
    assertThat(run.state().getWorkflowTask().getAttempt()).isEqualTo(6);
  }

  @Test
  void stickyTask_goesToTheWorkersQueueAndBackAfterItsTimeout() {
    run.startWorkflowTask();
    run.completeWorkflowTask(sticky());
    run.apply(session -> session.signal(Requests.signal("go", "")));

    assertThat(run.state().getWorkflowTask().getTaskQueue().getKind())
        .isEqualTo(TaskQueueKind.TASK_QUEUE_KIND_STICKY);
    assertThat(run.state().getWorkflowTask().getTaskQueue().getNormalName()).isEqualTo("orders");

    run.runTimers(Duration.ofSeconds(5));

    assertThat(run.state().getWorkflowTask().getTaskQueue().getName()).isEqualTo("orders");
    assertThat(run.state().getWorkflowTask().getAttempt()).isEqualTo(1);
    assertThat(run.state().getStickyTaskQueue()).isEmpty();
    assertThat(
            run.event(EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT)
                .getWorkflowTaskTimedOutEventAttributes()
                .getTimeoutType())
        .isEqualTo(TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START);
  }

  @Test
  void stickyTaskTakenFromTheNormalQueue_forgetsTheStickyWorker() {
    run.startWorkflowTask();
    run.completeWorkflowTask(sticky());
    run.apply(session -> session.signal(Requests.signal("go", "")));
    long scheduled = run.state().getWorkflowTask().getScheduledEventId();

    StartedWorkflowTask task =
        run.call(
            session ->
                session.startWorkflowTask(
                    new WorkflowTaskPoll(
                        scheduled,
                        "poll",
                        TaskQueue.newBuilder().setName("orders").build(),
                        "other worker")));

    assertThat(task.sticky()).isFalse();
  }

  @Test
  void failedStickyTask_isRetriedOnTheNormalQueueAsFirstAttempt() {
    run.startWorkflowTask();
    run.completeWorkflowTask(sticky());
    run.apply(session -> session.signal(Requests.signal("go", "")));
    run.startWorkflowTask();

    fail();

    assertThat(run.state().getWorkflowTask().getAttempt()).isEqualTo(1);
    assertThat(run.state().getWorkflowTask().getTaskQueue().getName()).isEqualTo("orders");
  }

  @Test
  void keepAlive_givesTheWorkerTheNextTaskAtOnce() {
    run.startWorkflowTask();
    WorkflowTaskOutcome outcome =
        run.completeWorkflowTask(
            RespondWorkflowTaskCompletedRequest.newBuilder()
                .setForceCreateNewWorkflowTask(true)
                .setReturnNewWorkflowTask(true));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Completed.class,
            completed -> assertThat(completed.next().orElseThrow().startedEventId()).isEqualTo(6));
    assertThat(run.state().getWorkflowTask().getStartedEventId()).isEqualTo(6);
  }

  @Test
  void keepAliveForTooLong_timesTheTaskOut() {
    run.startWorkflowTask();
    WorkflowTaskOutcome outcome = new Completed(Optional.empty());
    for (int beat = 0; beat < 300 && outcome instanceof Completed; beat++) {
      run.advance(Duration.ofSeconds(9));
      outcome =
          run.completeWorkflowTask(
              RespondWorkflowTaskCompletedRequest.newBuilder()
                  .setForceCreateNewWorkflowTask(true)
                  .setReturnNewWorkflowTask(true));
    }

    assertThat(outcome).isInstanceOf(WorkflowTaskOutcome.HeartbeatTimedOut.class);
    assertThat(Duration.between(Requests.START_TIME, run.now()))
        .isGreaterThan(Duration.ofMinutes(30));
    assertThat(run.state().getWorkflowTask().getStartedEventId()).isZero();
  }

  @Test
  void closeWithUnhandledSignal_failsTheTaskAndShowsTheSignal() {
    run.startWorkflowTask();
    run.apply(session -> session.signal(Requests.signal("wait", "")));

    WorkflowTaskOutcome outcome = run.completeWorkflowTask(Commands.complete());

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.class,
            failed ->
                assertThat(failed.cause())
                    .isEqualTo(
                        WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND));
    assertThat(run.eventTypes())
        .endsWith(
            EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED);
    run.work(Commands.complete());
    assertThat(run.lastEvent().getEventType())
        .isEqualTo(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
  }

  @Test
  void runThatTriedToClose_takesNoSignalsUntilItHasDecided() {
    run.startWorkflowTask();
    run.apply(session -> session.signal(Requests.signal("wait", "")));
    run.completeWorkflowTask(Commands.complete());
    run.startWorkflowTask();

    assertThatThrownBy(() -> run.apply(session -> session.signal(Requests.signal("more", ""))))
        .isInstanceOfSatisfying(
            Rejection.class,
            rejection -> assertThat(rejection.reason()).isEqualTo(Reason.WORKFLOW_CLOSING));
  }

  @Test
  void longHistory_suggestsToContinueAsNew() {
    RunUnderTest longRun =
        RunUnderTest.start(Requests.start().build(), Limits.suggestingToContinueAsNewFrom(3));

    longRun.startWorkflowTask();

    assertThat(
            longRun.lastEvent().getWorkflowTaskStartedEventAttributes().getSuggestContinueAsNew())
        .isTrue();
    assertThat(longRun.lastEvent().getWorkflowTaskStartedEventAttributes().getHistorySizeBytes())
        .isPositive();
  }
}
