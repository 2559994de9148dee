// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.engine.internal.workflow.Rejection.Reason;
import dev.fencepost.engine.v1.TransferTask;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.CancelExternalWorkflowExecutionFailedCause;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.SignalExternalWorkflowExecutionFailedCause;
import io.temporal.api.enums.v1.StartChildWorkflowExecutionFailedCause;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.StartChildWorkflowExecutionInitiatedEventAttributes;
import io.temporal.api.history.v1.WorkflowExecutionCompletedEventAttributes;
import io.temporal.api.history.v1.WorkflowExecutionFailedEventAttributes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OtherWorkflowsTest {

  private static final WorkflowExecution CHILD =
      WorkflowExecution.newBuilder().setWorkflowId("child").setRunId("child-run").build();
  private static final HistoryEvent COMPLETED =
      HistoryEvent.newBuilder()
          .setWorkflowExecutionCompletedEventAttributes(
              WorkflowExecutionCompletedEventAttributes.newBuilder()
                  .setResult(Requests.payloads("shipped")))
          .build();

  private final RunUnderTest run = RunUnderTest.start(Requests.start().build());
  private long initiated;

  @BeforeEach
  void startChild() {
    run.work(Commands.startChild("child"));
    initiated = run.lastEvent().getEventId();
  }

  @Test
  void child_isInitiatedWithDefaults() {
    StartChildWorkflowExecutionInitiatedEventAttributes attributes =
        run.lastEvent().getStartChildWorkflowExecutionInitiatedEventAttributes();
    assertThat(attributes.getNamespaceId()).isEqualTo("namespace-id");
    assertThat(attributes.getTaskQueue().getName()).isEqualTo("orders");
    assertThat(attributes.getParentClosePolicy())
        .isEqualTo(ParentClosePolicy.PARENT_CLOSE_POLICY_TERMINATE);
    TransferTask task = run.transferTasks().get(run.transferTasks().size() - 1);
    assertThat(task.getStartChild().getInitiatedEventId()).isEqualTo(initiated);
    assertThat(run.state().getChildrenOrThrow(initiated).getCreateRequestId()).isNotEmpty();
  }

  @Test
  void child_startsAndCompletes() {
    run.apply(session -> session.childStarted(initiated, CHILD));
    run.work();
    run.apply(session -> session.childClosed(initiated, CHILD, COMPLETED));

    HistoryEvent started = run.event(EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED);
    HistoryEvent completed = run.event(EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED);
    assertThat(completed.getChildWorkflowExecutionCompletedEventAttributes().getStartedEventId())
        .isEqualTo(started.getEventId());
    assertThat(completed.getChildWorkflowExecutionCompletedEventAttributes().getResult())
        .isEqualTo(Requests.payloads("shipped"));
    assertThat(run.state().getChildrenMap()).isEmpty();
  }

  @Test
  void childThatClosesBeforeItsStartIsKnown_isRecordedAsStartedFirst() {
    run.apply(session -> session.childClosed(initiated, CHILD, COMPLETED));

    assertThat(run.eventTypes())
        .endsWith(
            EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED,
            EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED);
    assertThatThrownBy(() -> run.apply(session -> session.childStarted(initiated, CHILD)))
        .isInstanceOfSatisfying(
            Rejection.class,
            rejection ->
                assertThat(rejection.reason()).isEqualTo(Reason.INITIATED_EVENT_NOT_FOUND));
  }

  @Test
  void childFailure_tellsTheRetryState() {
    run.apply(session -> session.childStarted(initiated, CHILD));
    run.apply(
        session ->
            session.childClosed(
                initiated,
                CHILD,
                HistoryEvent.newBuilder()
                    .setWorkflowExecutionFailedEventAttributes(
                        WorkflowExecutionFailedEventAttributes.newBuilder()
                            .setFailure(Requests.failure("IOException"))
                            .setRetryState(RetryState.RETRY_STATE_RETRY_POLICY_NOT_SET))
                    .build()));

    assertThat(
            run.event(EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_FAILED)
                .getChildWorkflowExecutionFailedEventAttributes()
                .getRetryState())
        .isEqualTo(RetryState.RETRY_STATE_RETRY_POLICY_NOT_SET);
  }

  @Test
  void childThatCannotStart_isRecorded() {
    run.apply(
        session ->
            session.childStartFailed(
                initiated,
                StartChildWorkflowExecutionFailedCause
                    .START_CHILD_WORKFLOW_EXECUTION_FAILED_CAUSE_WORKFLOW_ALREADY_EXISTS));

    assertThat(
            run.event(EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_FAILED)
                .getStartChildWorkflowExecutionFailedEventAttributes()
                .getWorkflowId())
        .isEqualTo("child");
    assertThat(run.state().hasWorkflowTask()).isTrue();
  }

  @Test
  void closedParent_keepsItsChildrenForTheirClosePolicy() {
    run.apply(session -> session.signal(Requests.signal("go", "")));
    run.work(Commands.complete());

    assertThat(run.state().getChildrenMap()).containsOnlyKeys(initiated);
  }

  @Test
  void signalToAnotherWorkflow_isSentAndAnswered() {
    run.apply(session -> session.signal(Requests.signal("go", "")));
    run.work(Commands.signalWorkflow("other", "hello"), Commands.signalWorkflow("gone", "hello"));
    long second = run.lastEvent().getEventId();

    run.apply(session -> session.externalSignaled(second - 1));
    run.apply(
        session ->
            session.externalSignalFailed(
                second,
                SignalExternalWorkflowExecutionFailedCause
                    .SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED_CAUSE_EXTERNAL_WORKFLOW_EXECUTION_NOT_FOUND));

    assertThat(
            run.event(EventType.EVENT_TYPE_EXTERNAL_WORKFLOW_EXECUTION_SIGNALED)
                .getExternalWorkflowExecutionSignaledEventAttributes()
                .getWorkflowExecution()
                .getWorkflowId())
        .isEqualTo("other");
    assertThat(
            run.event(EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED)
                .getSignalExternalWorkflowExecutionFailedEventAttributes()
                .getInitiatedEventId())
        .isEqualTo(second);
    assertThat(run.state().getExternalSignalsMap()).isEmpty();
  }

  @Test
  void cancellationOfAnotherWorkflow_isSentAndAnswered() {
    run.apply(session -> session.signal(Requests.signal("go", "")));
    run.work(Commands.cancelWorkflow("other"), Commands.cancelWorkflow("gone"));
    long second = run.lastEvent().getEventId();

    run.apply(session -> session.externalCancelRequested(second - 1));
    run.apply(
        session ->
            session.externalCancelFailed(
                second,
                CancelExternalWorkflowExecutionFailedCause
                    .CANCEL_EXTERNAL_WORKFLOW_EXECUTION_FAILED_CAUSE_EXTERNAL_WORKFLOW_EXECUTION_NOT_FOUND));

    assertThat(run.event(EventType.EVENT_TYPE_EXTERNAL_WORKFLOW_EXECUTION_CANCEL_REQUESTED))
        .isNotNull();
    assertThat(run.event(EventType.EVENT_TYPE_REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_FAILED))
        .isNotNull();
    assertThat(run.state().getExternalCancelsMap()).isEmpty();
  }
}
