// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.enums.v1.PendingWorkflowTaskState;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DescriptionsTest {

  private final RunUnderTest run = RunUnderTest.start(Requests.start().build());

  private DescribeWorkflowExecutionResponse describe() {
    return Descriptions.describe(run.state(), run.now());
  }

  @Test
  void openRun_showsWhatIsPending() {
    run.work(
        Commands.scheduleActivity("waiting"),
        Commands.scheduleActivity("busy"),
        Commands.scheduleActivity("failed"),
        Commands.startChild("child"));
    run.startActivity("busy");
    run.startActivity("failed");
    run.apply(
        session ->
            session.failActivity(
                run.activityToken("failed"),
                RespondActivityTaskFailedRequest.newBuilder()
                    .setFailure(Requests.failure("IOException"))
                    .build()));
    run.apply(session -> session.signal(Requests.signal("go", "")));

    DescribeWorkflowExecutionResponse description = describe();

    assertThat(description.getPendingActivitiesList())
        .extracting(PendingActivityInfo::getActivityId)
        .containsExactly("waiting", "busy", "failed");
    assertThat(description.getPendingActivities(0).getState())
        .isEqualTo(PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED);
    assertThat(description.getPendingActivities(1).getState())
        .isEqualTo(PendingActivityState.PENDING_ACTIVITY_STATE_STARTED);
    assertThat(description.getPendingActivities(2).getAttempt()).isEqualTo(2);
    assertThat(Times.instant(description.getPendingActivities(2).getNextAttemptScheduleTime()))
        .isEqualTo(run.now().plusSeconds(1));
    assertThat(Times.duration(description.getPendingActivities(2).getCurrentRetryInterval()))
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(description.getPendingActivities(2).getLastFailure().getMessage())
        .isEqualTo("it failed");
    assertThat(description.getPendingChildren(0).getWorkflowId()).isEqualTo("child");
    assertThat(description.getPendingWorkflowTask().getState())
        .isEqualTo(PendingWorkflowTaskState.PENDING_WORKFLOW_TASK_STATE_SCHEDULED);
    assertThat(description.getExecutionConfig().getTaskQueue().getName()).isEqualTo("orders");
  }

  @Test
  void closedRun_showsItsEnd() {
    run.advance(Duration.ofSeconds(42));
    run.work(Commands.complete());

    WorkflowExecutionInfo info = describe().getWorkflowExecutionInfo();

    assertThat(info.getStatus())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
    assertThat(info.getHistoryLength()).isEqualTo(run.history().size());
    assertThat(info.getStateTransitionCount()).isEqualTo(3);
    assertThat(Times.duration(info.getExecutionDuration())).isEqualTo(Duration.ofSeconds(42));
    assertThat(Times.instant(info.getCloseTime())).isEqualTo(run.now());
  }

  @Test
  void attachedStart_isKnownByItsRequestId() {
    StartWorkflowExecutionRequest again = Requests.start().setRequestId("again").build();
    run.apply(session -> session.attachStart(again));
    run.apply(session -> session.attachStart(again));

    long eventId = run.event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED).getEventId();
    assertThat(describe().getWorkflowExtendedInfo().getRequestIdInfosOrThrow("again").getEventId())
        .isEqualTo(eventId);
  }
}
