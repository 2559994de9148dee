// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fencepost.engine.internal.workflow.WorkflowTaskOutcome.Failed;
import dev.fencepost.engine.v1.VisibilityTask;
import io.temporal.api.command.v1.Command;
import io.temporal.api.command.v1.ModifyWorkflowPropertiesCommandAttributes;
import io.temporal.api.command.v1.UpsertWorkflowSearchAttributesCommandAttributes;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.enums.v1.CommandType;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.sdk.v1.UserMetadata;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CommandValidationTest {

  private final RunUnderTest run = RunUnderTest.start(Requests.start().build());

  private void assertFails(WorkflowTaskFailedCause cause, Command... commands) {
    run.startWorkflowTask();
    int events = run.history().size();
    WorkflowTaskOutcome outcome = run.completeWorkflowTask(commands);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.cause()).isEqualTo(cause));
    assertThat(run.eventTypes().subList(events, run.history().size()))
        .containsExactly(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED);
    assertThat(run.lastEvent().getWorkflowTaskFailedEventAttributes().getCause()).isEqualTo(cause);
    assertThat(run.state().getWorkflowTask().getAttempt()).isEqualTo(2);
    assertThat(run.state().getActivitiesMap()).isEmpty();
  }

  private static Command upsert(String name, Payload value) {
    return Command.newBuilder()
        .setCommandType(CommandType.COMMAND_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES)
        .setUpsertWorkflowSearchAttributesCommandAttributes(
            UpsertWorkflowSearchAttributesCommandAttributes.newBuilder()
                .setSearchAttributes(SearchAttributes.newBuilder().putIndexedFields(name, value)))
        .build();
  }

  private static Command memo(String name, Payload value) {
    return Command.newBuilder()
        .setCommandType(CommandType.COMMAND_TYPE_MODIFY_WORKFLOW_PROPERTIES)
        .setModifyWorkflowPropertiesCommandAttributes(
            ModifyWorkflowPropertiesCommandAttributes.newBuilder()
                .setUpsertedMemo(Memo.newBuilder().putFields(name, value)))
        .build();
  }

  @Test
  void activityWithoutTimeout_failsTheTaskAndAppliesNothing() {
    assertFails(
        WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_SCHEDULE_ACTIVITY_ATTRIBUTES,
        Commands.scheduleActivity("good"),
        Commands.schedule(Commands.activity("bad").clearStartToCloseTimeout()));
  }

  @Test
  void activityWithAnIdInUse_failsTheTask() {
    assertFails(
        WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_SCHEDULE_ACTIVITY_DUPLICATE_ID,
        Commands.scheduleActivity("a"),
        Commands.scheduleActivity("a"));
  }

  @Test
  void timerWithAnIdInUse_failsTheTask() {
    assertFails(
        WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_START_TIMER_DUPLICATE_ID,
        Commands.startTimer("t", Duration.ofSeconds(1)),
        Commands.startTimer("t", Duration.ofSeconds(1)));
  }

  @Test
  void cancelOfAnUnknownTimer_failsTheTask() {
    assertFails(
        WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_CANCEL_TIMER_ATTRIBUTES,
        Commands.cancelTimer("t"));
  }

  @Test
  void cancelOfAnUnknownActivity_failsTheTask() {
    assertFails(
        WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_REQUEST_CANCEL_ACTIVITY_ATTRIBUTES,
        Commands.cancelActivity(77));
  }

  @Test
  void childWithoutType_failsTheTask() {
    assertFails(
        WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_START_CHILD_EXECUTION_ATTRIBUTES,
        Commands.start(Commands.child("c").clearWorkflowType()));
  }

  @Test
  void unknownSearchAttribute_failsTheTask() {
    assertFails(
        WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_SEARCH_ATTRIBUTES,
        upsert("Unknown", Requests.payload("x")));
  }

  @Test
  void updateMessage_failsTheTaskWithAClearCause() {
    assertFails(
        WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_UPDATE_WORKFLOW_EXECUTION_MESSAGE,
        Command.newBuilder().setCommandType(CommandType.COMMAND_TYPE_PROTOCOL_MESSAGE).build());
  }

  @Test
  void badCommandsOfARetry_leaveTheTaskToTimeOut() {
    run.work(Commands.cancelTimer("t"));
    run.startWorkflowTask();
    int events = run.history().size();

    WorkflowTaskOutcome outcome = run.completeWorkflowTask(Commands.cancelTimer("t"));

    assertThat(outcome).isInstanceOf(Failed.class);
    assertThat(run.history()).hasSize(events);
    assertThat(run.state().getWorkflowTask().getAttempt()).isEqualTo(2);
    assertThat(run.state().getWorkflowTask().getStartedEventId()).isPositive();
  }

  @Test
  void commandAfterAClose_isRejected() {
    run.startWorkflowTask();

    assertThatThrownBy(() -> run.completeWorkflowTask(Commands.complete(), Commands.marker("m")))
        .isInstanceOf(Rejection.class)
        .hasMessageStartingWith("invalid command sequence");
    assertThat(run.state().getWorkflowTask().getStartedEventId()).isPositive();
  }

  @Test
  void oversizedInput_terminatesTheRun() {
    run.work(
        Commands.schedule(Commands.activity("a").setInput(Requests.payloads("x".repeat(3 << 20)))));

    assertThat(run.state().getStatus())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED);
    assertThat(run.lastEvent().getWorkflowExecutionTerminatedEventAttributes().getReason())
        .contains("Input has 3145");
  }

  @Test
  void searchAttributesAndMemo_areMergedAndRemovedByNull() {
    Payload nothing = Payload.newBuilder().build();
    run.work(
        upsert("Customer", Requests.payload("Rossi")),
        upsert("City", Requests.payload("Roma")),
        upsert("Customer", nothing),
        memo("note", Requests.payload("one")),
        memo("other", Requests.payload("two")),
        memo("note", nothing));

    assertThat(run.state().getSearchAttributes().getIndexedFieldsMap()).containsOnlyKeys("City");
    assertThat(run.state().getMemo().getFieldsMap()).containsOnlyKeys("other");
    assertThat(run.visibilityKinds())
        .containsExactly(VisibilityTask.Kind.KIND_START, VisibilityTask.Kind.KIND_UPSERT);
    assertThat(Descriptions.info(run.state()).getSearchAttributes().getIndexedFieldsMap())
        .containsOnlyKeys("City");
  }

  @Test
  void userMetadata_goesIntoTheEventOfItsCommand() {
    run.work(
        Commands.startTimer("t", Duration.ofSeconds(5)).toBuilder()
            .setUserMetadata(UserMetadata.newBuilder().setSummary(Requests.payload("nap")))
            .build());

    assertThat(run.lastEvent().getUserMetadata().getSummary()).isEqualTo(Requests.payload("nap"));
  }
}
