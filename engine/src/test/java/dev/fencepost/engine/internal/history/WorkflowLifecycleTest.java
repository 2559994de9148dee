// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.HistoryEventFilterType;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Workflows from their start to their end, through every queue. */
final class WorkflowLifecycleTest {

  private final HistoryProcess process = HistoryProcess.on(UUID.randomUUID().toString());
  private final TestWorker worker = new TestWorker(process);

  @AfterEach
  void close() {
    process.close();
  }

  @Test
  void aWorkflowWithAnActivityRunsToItsEnd() {
    worker.start("order");
    worker.complete(worker.pollWorkflowTask(), Commands.scheduleActivity("1"));
    PollActivityTaskQueueResponse activity = worker.pollActivity();
    assertThat(activity.getInput()).isEqualTo(TestWorker.payloads("1"));
    worker.completeActivity(activity);
    PollWorkflowTaskQueueResponse last = worker.pollWorkflowTask();
    worker.complete(last, Commands.completeWorkflow());

    assertThat(worker.eventTypes("order"))
        .containsExactly(
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
            EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
            EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED,
            EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    assertThat(last.getHistory().getEventsCount()).isEqualTo(9);
  }

  @Test
  void aTimerFiresAfterItsTime() {
    worker.start("timer");
    worker.complete(worker.pollWorkflowTask(), Commands.startTimer("t", Duration.ofMillis(300)));
    PollWorkflowTaskQueueResponse task = worker.pollWorkflowTask();

    HistoryEvent started = find(task, EventType.EVENT_TYPE_TIMER_STARTED);
    HistoryEvent fired = find(task, EventType.EVENT_TYPE_TIMER_FIRED);
    assertThat(
            Duration.between(
                Times.instant(started.getEventTime()), Times.instant(fired.getEventTime())))
        .isGreaterThanOrEqualTo(Duration.ofMillis(300));
  }

  private static HistoryEvent find(PollWorkflowTaskQueueResponse task, EventType type) {
    return task.getHistory().getEventsList().stream()
        .filter(event -> event.getEventType() == type)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anActivityThatFailsIsOfferedAgainAfterItsBackoff() {
    worker.start("retry");
    worker.complete(
        worker.pollWorkflowTask(),
        Commands.scheduleActivity(
            "1",
            Duration.ofSeconds(10),
            RetryPolicy.newBuilder()
                .setInitialInterval(Times.duration(Duration.ofMillis(50)))
                .setMaximumAttempts(3)
                .build()));
    worker.failActivity(worker.pollActivity());
    PollActivityTaskQueueResponse second = worker.pollActivity();
    assertThat(second.getAttempt()).isEqualTo(2);
    worker.completeActivity(second);
    worker.complete(worker.pollWorkflowTask(), Commands.completeWorkflow());
    assertThat(worker.describe(TestWorker.execution("retry")).getStatus())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
  }

  @Test
  void anActivityThatTakesTooLongTimesOut() {
    worker.start("slow");
    worker.complete(
        worker.pollWorkflowTask(),
        Commands.scheduleActivity(
            "1", Duration.ofMillis(200), RetryPolicy.newBuilder().setMaximumAttempts(1).build()));
    assertThat(worker.pollActivity().getTaskToken().isEmpty()).isFalse();
    PollWorkflowTaskQueueResponse task = worker.pollWorkflowTask();
    assertThat(find(task, EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT)).isNotNull();
  }

  @Test
  void aRunThatTakesTooLongTimesOut() throws Exception {
    worker.start(
        TestWorker.request("late").setWorkflowRunTimeout(Times.duration(Duration.ofMillis(300))));
    GetWorkflowExecutionHistoryResponse close = worker.read(closeOf("late"));
    assertThat(close.getHistory().getEvents(0).getEventType())
        .isEqualTo(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT);
  }

  private static GetWorkflowExecutionHistoryRequest.Builder closeOf(String workflowId) {
    return GetWorkflowExecutionHistoryRequest.newBuilder()
        .setExecution(TestWorker.execution(workflowId))
        .setWaitNewEvent(true)
        .setHistoryEventFilterType(HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT);
  }

  @Test
  void aWorkflowTaskNobodyAnswersIsOfferedAgain() {
    worker.start(
        TestWorker.request("lost").setWorkflowTaskTimeout(Times.duration(Duration.ofSeconds(1))));
    PollWorkflowTaskQueueResponse first = worker.pollWorkflowTask();
    PollWorkflowTaskQueueResponse second = worker.pollWorkflowTask();
    assertThat(first.getAttempt()).isEqualTo(1);
    assertThat(second.getAttempt()).isEqualTo(2);
    worker.complete(second, Commands.completeWorkflow());
    assertThat(worker.events("lost"))
        .extracting(HistoryEvent::getEventId)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, worker.events("lost").size())
                .mapToObj(id -> (long) id)
                .toList());
  }

  @Test
  void continueAsNewGoesOnWithANewRun() {
    String first = worker.start("again");
    worker.complete(worker.pollWorkflowTask(), Commands.continueAsNew());
    PollWorkflowTaskQueueResponse next = worker.pollWorkflowTask();
    assertThat(next.getWorkflowExecution().getRunId()).isNotEqualTo(first);
    worker.complete(next, Commands.completeWorkflow());
    assertThat(
            worker
                .describe(
                    WorkflowExecution.newBuilder().setWorkflowId("again").setRunId(first).build())
                .getStatus())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW);
  }

  @Test
  void aChildStartsRunsAndReportsToItsParent() {
    worker.start("parent");
    worker.complete(
        worker.pollWorkflowTask(),
        Commands.startChild("child", ParentClosePolicy.PARENT_CLOSE_POLICY_TERMINATE));
    PollWorkflowTaskQueueResponse child = worker.pollWorkflowTask(TestWorker.CHILD_QUEUE);
    PollWorkflowTaskQueueResponse afterStart = worker.pollWorkflowTask();
    assertThat(find(afterStart, EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED)).isNotNull();
    worker.complete(afterStart);
    worker.complete(child, Commands.completeWorkflow());
    PollWorkflowTaskQueueResponse afterEnd = worker.pollWorkflowTask();
    assertThat(find(afterEnd, EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED)).isNotNull();
  }

  @Test
  void aChildIsTerminatedWithItsParent() {
    worker.start("closing-parent");
    worker.complete(
        worker.pollWorkflowTask(),
        Commands.startChild("left-child", ParentClosePolicy.PARENT_CLOSE_POLICY_TERMINATE));
    worker.complete(worker.pollWorkflowTask(), Commands.completeWorkflow());
    GetWorkflowExecutionHistoryResponse close = worker.read(closeOf("left-child"));
    assertThat(close.getHistory().getEvents(0).getEventType())
        .isEqualTo(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED);
  }

  @Test
  void aSignalToAnotherWorkflowArrivesAndIsConfirmed() {
    worker.start("sender");
    PollWorkflowTaskQueueResponse sender = worker.pollWorkflowTask();
    worker.start(
        TestWorker.request("receiver")
            .setTaskQueue(
                io.temporal.api.taskqueue.v1.TaskQueue.newBuilder().setName("receivers")));
    worker.complete(worker.pollWorkflowTask("receivers"));
    worker.complete(
        sender,
        Commands.signalExternal("receiver", "hello"),
        Commands.signalExternal("nobody", "hello"));
    PollWorkflowTaskQueueResponse receiver = worker.pollWorkflowTask("receivers");
    assertThat(find(receiver, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)).isNotNull();
    PollWorkflowTaskQueueResponse result = worker.pollWorkflowTask();
    while (result.getHistory().getEventsList().stream()
        .noneMatch(
            event ->
                event.getEventType()
                    == EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED)) {
      worker.complete(result);
      result = worker.pollWorkflowTask();
    }
    assertThat(worker.eventTypes("sender"))
        .contains(EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED);
  }

  @Test
  void aLongPollWakesWhenTheWorkflowCloses() throws Exception {
    worker.start("watched");
    PollWorkflowTaskQueueResponse task = worker.pollWorkflowTask();
    CompletableFuture<GetWorkflowExecutionHistoryResponse> close =
        CompletableFuture.supplyAsync(() -> worker.read(closeOf("watched")));
    worker.complete(task, Commands.completeWorkflow());
    assertThat(close.get().getHistory().getEvents(0).getEventType())
        .isEqualTo(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
  }

  @Test
  void aLongPollForNewEventsGetsThemAsTheyCome() throws Exception {
    worker.start("followed");
    GetWorkflowExecutionHistoryRequest.Builder request =
        GetWorkflowExecutionHistoryRequest.newBuilder()
            .setExecution(TestWorker.execution("followed"))
            .setWaitNewEvent(true);
    GetWorkflowExecutionHistoryResponse first = worker.read(request);
    assertThat(first.getHistory().getEventsCount()).isEqualTo(2);
    request.setNextPageToken(first.getNextPageToken());
    CompletableFuture<GetWorkflowExecutionHistoryResponse> next =
        CompletableFuture.supplyAsync(() -> worker.read(request));
    worker.signal("followed", "wake up");
    assertThat(next.get().getHistory().getEvents(0).getEventType())
        .isEqualTo(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED);
  }
}
