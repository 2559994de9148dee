// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.engine.internal.workflow.Rejection.Reason;
import dev.fencepost.engine.internal.workflow.WorkflowTaskOutcome.Completed;
import dev.fencepost.engine.v1.ActivityTaskToken;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionCompletedEventAttributes;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BufferedEventsTest {

  private static final WorkflowExecution CHILD =
      WorkflowExecution.newBuilder().setWorkflowId("child").setRunId("child-run").build();

  private final RunUnderTest run = RunUnderTest.start(Requests.start().build());

  private void complete(String activityId) {
    ActivityTaskToken token = run.activityToken(activityId);
    run.apply(
        session ->
            session.completeActivity(
                token, RespondActivityTaskCompletedRequest.getDefaultInstance()));
  }

  @Test
  void eventsOfABusyRun_waitAndLeaveWithClosesLast() {
    run.work(
        Commands.scheduleActivity("a"),
        Commands.startTimer("t", Duration.ofSeconds(1)),
        Commands.startChild("child"));
    long initiated = run.lastEvent().getEventId();
    run.startActivity("a");
    run.apply(session -> session.signal(Requests.signal("first", "")));
    run.startWorkflowTask();
    int events = run.history().size();
    complete("a");
    run.apply(session -> session.signal(Requests.signal("second", "")));
    run.runTimers(Duration.ofSeconds(1));
    run.apply(session -> session.childStarted(initiated, CHILD));
    run.apply(
        session ->
            session.childClosed(
                initiated,
                CHILD,
                HistoryEvent.newBuilder()
                    .setWorkflowExecutionCompletedEventAttributes(
                        WorkflowExecutionCompletedEventAttributes.getDefaultInstance())
                    .build()));
    assertThat(run.history()).hasSize(events);

    run.completeWorkflowTask(Commands.marker("mine"));

    assertThat(run.eventTypes().subList(events, run.history().size()))
        .containsExactly(
            EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
            EventType.EVENT_TYPE_MARKER_RECORDED,
            EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED,
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
            EventType.EVENT_TYPE_TIMER_FIRED,
            EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED,
            EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
            EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED);
    assertThat(
            run.event(EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED)
                .getActivityTaskCompletedEventAttributes()
                .getStartedEventId())
        .isEqualTo(run.event(EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED).getEventId());
    assertThat(
            run.event(EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED)
                .getChildWorkflowExecutionCompletedEventAttributes()
                .getStartedEventId())
        .isEqualTo(run.event(EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED).getEventId());
  }

  @Test
  void waitingEvents_comeWithTheNextTaskAWorkerAsksFor() {
    run.startWorkflowTask();
    run.apply(session -> session.signal(Requests.signal("go", "")));

    WorkflowTaskOutcome outcome =
        run.completeWorkflowTask(
            RespondWorkflowTaskCompletedRequest.newBuilder().setReturnNewWorkflowTask(true));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Completed.class, completed -> assertThat(completed.next()).isPresent());
    assertThat(run.eventTypes())
        .endsWith(
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED);
  }

  @Test
  void timerThatFiredMeanwhile_canStillBeCancelledAndTheRunClose() {
    run.work(Commands.startTimer("t", Duration.ofSeconds(1)));
    run.apply(session -> session.signal(Requests.signal("go", "")));
    run.startWorkflowTask();
    run.runTimers(Duration.ofSeconds(1));

    run.completeWorkflowTask(Commands.cancelTimer("t"), Commands.complete());

    assertThat(run.eventTypes())
        .endsWith(
            EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
            EventType.EVENT_TYPE_TIMER_CANCELED,
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
  }

  @Test
  void terminationOfABusyRun_writesWhatWaited() {
    run.startWorkflowTask();
    run.apply(session -> session.signal(Requests.signal("go", "")));

    run.apply(session -> session.terminate(Requests.terminate()));

    assertThat(run.eventTypes())
        .endsWith(
            EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED);
  }

  @Test
  void tooManyWaitingEvents_takeTheWorkflowTaskFromItsWorker() {
    RunUnderTest flooded = RunUnderTest.start(Requests.start().build(), Limits.ofBufferedEvents(3));
    flooded.startWorkflowTask();
    for (int signal = 0; signal < 4; signal++) {
      flooded.apply(session -> session.signal(Requests.signal("flood", "")));
    }

    assertThat(flooded.event(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)).isNotNull();
    assertThat(flooded.lastEvent().getEventType())
        .isEqualTo(EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED);
    assertThat(flooded.state().getBufferedEventsList()).isEmpty();
  }

  @Test
  void moreSignalsThanARunTakes_areRejected() {
    RunUnderTest full = RunUnderTest.start(Requests.start().build(), Limits.ofSignals(1));
    full.apply(session -> session.signal(Requests.signal("one", "")));

    assertThatThrownBy(() -> full.apply(session -> session.signal(Requests.signal("two", ""))))
        .isInstanceOfSatisfying(
            Rejection.class,
            rejection -> assertThat(rejection.reason()).isEqualTo(Reason.LIMIT_EXCEEDED));
  }
}
