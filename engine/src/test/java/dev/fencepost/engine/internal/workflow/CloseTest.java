// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.engine.internal.workflow.Rejection.Reason;
import dev.fencepost.engine.v1.RunState;
import dev.fencepost.engine.v1.TimerTask;
import dev.fencepost.engine.v1.TransferTask;
import dev.fencepost.engine.v1.VisibilityTask;
import io.temporal.api.command.v1.Command;
import io.temporal.api.command.v1.ContinueAsNewWorkflowExecutionCommandAttributes;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.enums.v1.ContinueAsNewInitiator;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CloseTest {

  private static WorkflowExecutionStartedEventAttributes started(RunUnderTest run) {
    return run.history().get(0).getWorkflowExecutionStartedEventAttributes();
  }

  @Test
  void completion_closesTheRunAndAsksForWhatFollows() {
    RunUnderTest run = RunUnderTest.start(Requests.start().build());
    run.work(Commands.complete());

    assertThat(run.state().getStatus())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
    assertThat(run.state().getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
    assertThat(run.state().getCompletionEventBatchId()).isEqualTo(4);
    assertThat(run.transferTasks().get(1).getKindCase())
        .isEqualTo(TransferTask.KindCase.CLOSE_EXECUTION);
    assertThat(run.visibilityKinds())
        .containsExactly(VisibilityTask.Kind.KIND_START, VisibilityTask.Kind.KIND_CLOSE);
    ScheduledTimer retention = run.timers().get(run.timers().size() - 1);
    assertThat(retention.task().getKindCase()).isEqualTo(TimerTask.KindCase.DELETE_HISTORY);
    assertThat(retention.fireTime()).isEqualTo(run.now().plus(Duration.ofDays(3)));
  }

  @Test
  void closedRun_rejectsWhatComesLate() {
    RunUnderTest run = RunUnderTest.start(Requests.start().build());
    run.apply(session -> session.signal(Requests.signal("go", "request")));
    run.work(Commands.complete());

    assertThatThrownBy(() -> run.apply(session -> session.terminate(Requests.terminate())))
        .isInstanceOfSatisfying(
            Rejection.class,
            rejection -> assertThat(rejection.reason()).isEqualTo(Reason.WORKFLOW_COMPLETED));
    run.apply(session -> session.signal(Requests.signal("go", "request")));
    int events = run.history().size();
    run.runTimers(Duration.ofDays(1));
    assertThat(run.history()).hasSize(events);
  }

  @Test
  void cancellation_isRequestedOnceAndAnsweredByTheWorkflow() {
    RunUnderTest run = RunUnderTest.start(Requests.start().build());
    run.apply(session -> session.requestCancel(Requests.cancel("one")));
    run.apply(session -> session.requestCancel(Requests.cancel("two")));
    run.work(Commands.cancel());

    assertThat(run.event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED)).isNotNull();
    assertThat(run.state().getStatus())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED);
  }

  @Test
  void continueAsNew_carriesOverWhatTheCommandLeavesOut() {
    RunUnderTest run =
        RunUnderTest.start(
            Requests.start()
                .setMemo(Memo.newBuilder().putFields("note", Requests.payload("memo")))
                .setSearchAttributes(
                    SearchAttributes.newBuilder()
                        .putIndexedFields("Customer", Requests.payload("Rossi")))
                .setWorkflowExecutionTimeout(Times.duration(Duration.ofHours(1)))
                .setWorkflowRunTimeout(Times.duration(Duration.ofMinutes(10)))
                .build());
    run.advance(Duration.ofMinutes(4));
    run.work(
        Commands.continueAsNew(
            ContinueAsNewWorkflowExecutionCommandAttributes.newBuilder()
                .setInput(Requests.payloads("next input"))
                .build()));

    RunUnderTest next = run.continuation();
    assertThat(run.state().getStatus())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW);
    assertThat(run.state().getNewRunId()).isEqualTo(next.state().getRunId());
    assertThat(
            run.lastEvent()
                .getWorkflowExecutionContinuedAsNewEventAttributes()
                .getNewExecutionRunId())
        .isEqualTo(next.state().getRunId());
    WorkflowExecutionStartedEventAttributes started = started(next);
    assertThat(started.getInput()).isEqualTo(Requests.payloads("next input"));
    assertThat(started.getContinuedExecutionRunId()).isEqualTo(run.state().getRunId());
    assertThat(started.getFirstExecutionRunId()).isEqualTo(run.state().getRunId());
    assertThat(started.getOriginalExecutionRunId()).isEqualTo(next.state().getRunId());
    assertThat(started.getMemo().getFieldsMap()).containsKey("note");
    assertThat(started.getSearchAttributes().getIndexedFieldsMap()).containsKey("Customer");
    assertThat(Times.duration(started.getWorkflowRunTimeout())).isEqualTo(Duration.ofMinutes(10));
    assertThat(Times.instant(started.getWorkflowExecutionExpirationTime()))
        .isEqualTo(Requests.START_TIME.plus(Duration.ofHours(1)));
    assertThat(started.getInitiator())
        .isEqualTo(ContinueAsNewInitiator.CONTINUE_AS_NEW_INITIATOR_WORKFLOW);
    assertThat(next.eventTypes())
        .containsExactly(
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED);
    assertThat(next.state().getHistoryBranch().getBranchId())
        .isNotEqualTo(run.state().getHistoryBranch().getBranchId());
  }

  @Test
  void failedRun_isRetriedByItsPolicy() {
    RunUnderTest run =
        RunUnderTest.start(
            Requests.start()
                .setRetryPolicy(
                    RetryPolicy.newBuilder()
                        .setInitialInterval(Times.duration(Duration.ofSeconds(2)))
                        .setMaximumAttempts(2))
                .build());
    run.work(Commands.fail(Requests.failure("IOException")));

    RunUnderTest next = run.continuation();
    assertThat(run.lastEvent().getWorkflowExecutionFailedEventAttributes().getRetryState())
        .isEqualTo(RetryState.RETRY_STATE_IN_PROGRESS);
    assertThat(started(next).getAttempt()).isEqualTo(2);
    assertThat(started(next).getInput()).isEqualTo(Requests.payloads("input"));
    assertThat(started(next).getContinuedFailure().getMessage()).isEqualTo("it failed");
    assertThat(started(next).getInitiator())
        .isEqualTo(ContinueAsNewInitiator.CONTINUE_AS_NEW_INITIATOR_RETRY);
    assertThat(next.state().hasWorkflowTask()).isFalse();
    next.runTimers(Duration.ofSeconds(2));
    next.work(Commands.fail(Requests.failure("IOException")));
    assertThat(next.lastEvent().getWorkflowExecutionFailedEventAttributes().getRetryState())
        .isEqualTo(RetryState.RETRY_STATE_MAXIMUM_ATTEMPTS_REACHED);
    assertThat(next.hasContinuation()).isFalse();
  }

  @Test
  void cron_startsTheNextRunWithTheLastResult() {
    RunUnderTest run = RunUnderTest.start(Requests.start().setCronSchedule("*/10 * * * *").build());
    run.runTimers(Duration.ofMinutes(10));
    run.advance(Duration.ofMinutes(12));
    run.work(Commands.complete());

    RunUnderTest next = run.continuation();
    assertThat(started(next).getLastCompletionResult()).isEqualTo(Requests.payloads("result"));
    assertThat(started(next).getInitiator())
        .isEqualTo(ContinueAsNewInitiator.CONTINUE_AS_NEW_INITIATOR_CRON_SCHEDULE);
    assertThat(Times.instant(next.state().getExecutionTime()))
        .isEqualTo(Requests.START_TIME.plus(Duration.ofMinutes(30)));
    next.runTimers(Duration.ofMinutes(8));
    next.work(Commands.fail(Requests.failure("IOException")));
    assertThat(started(next.continuation()).getLastCompletionResult())
        .isEqualTo(Requests.payloads("result"));
    assertThat(started(next.continuation()).getContinuedFailure().getMessage())
        .isEqualTo("it failed");
  }

  @Test
  void runTimeout_closesTheRunAndRetriesIt() {
    RunUnderTest run =
        RunUnderTest.start(
            Requests.start()
                .setWorkflowRunTimeout(Times.duration(Duration.ofSeconds(30)))
                .setRetryPolicy(RetryPolicy.newBuilder().setMaximumAttempts(3))
                .build());
    run.startWorkflowTask();
    run.runTimers(Duration.ofSeconds(30));

    assertThat(run.state().getStatus())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TIMED_OUT);
    assertThat(run.lastEvent().getWorkflowExecutionTimedOutEventAttributes().getRetryState())
        .isEqualTo(RetryState.RETRY_STATE_IN_PROGRESS);
    assertThat(started(run.continuation()).getAttempt()).isEqualTo(2);
  }

  @Test
  void executionTimeout_endsTheWholeChain() {
    RunUnderTest run =
        RunUnderTest.start(
            Requests.start()
                .setWorkflowExecutionTimeout(Times.duration(Duration.ofSeconds(30)))
                .setRetryPolicy(RetryPolicy.getDefaultInstance())
                .build());
    run.advance(Duration.ofSeconds(10));
    run.work(Commands.continueAsNew());
    RunUnderTest next = run.continuation();

    next.runTimers(Duration.ofSeconds(19));
    assertThat(next.state().getState()).isEqualTo(RunState.RUN_STATE_RUNNING);
    next.runTimers(Duration.ofSeconds(1));

    assertThat(next.lastEvent().getWorkflowExecutionTimedOutEventAttributes().getRetryState())
        .isEqualTo(RetryState.RETRY_STATE_TIMEOUT);
    assertThat(next.hasContinuation()).isFalse();
  }

  @Test
  void overgrownHistory_terminatesTheRun() {
    RunUnderTest run = RunUnderTest.start(Requests.start().build(), Limits.ofHistoryEvents(20));
    run.work(
        IntStream.range(0, 30)
            .mapToObj(index -> Commands.marker("m" + index))
            .toArray(Command[]::new));

    assertThat(run.lastEvent().getWorkflowExecutionTerminatedEventAttributes().getReason())
        .isEqualTo("Workflow history count exceeds limit.");
  }
}
