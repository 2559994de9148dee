// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import com.google.protobuf.ByteString;
import dev.fencepost.engine.v1.ActivityInfo;
import dev.fencepost.engine.v1.TransferTask;
import io.temporal.api.command.v1.RequestCancelActivityTaskCommandAttributes;
import io.temporal.api.command.v1.ScheduleActivityTaskCommandAttributes;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.ActivityTaskCancelRequestedEventAttributes;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;

/** Commands about activities. */
final class ActivityCommands {

  private static final WorkflowTaskFailedCause BAD_SCHEDULE =
      WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_SCHEDULE_ACTIVITY_ATTRIBUTES;
  private static final WorkflowTaskFailedCause BAD_CANCEL =
      WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_REQUEST_CANCEL_ACTIVITY_ATTRIBUTES;
  private static final int FIRST_ATTEMPT = 1;

  private static final Payloads NOT_STARTED =
      Payloads.newBuilder()
          .addPayloads(
              Payload.newBuilder()
                  .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
                  .setData(ByteString.copyFromUtf8("\"ACTIVITY_ID_NOT_STARTED\"")))
          .build();

  private final CommandScope scope;
  private final Draft draft;

  ActivityCommands(CommandScope scope) {
    this.scope = scope;
    this.draft = scope.draft();
  }

  void schedule(ScheduleActivityTaskCommandAttributes command) {
    RetryPolicy retryPolicy = RetryPolicies.withDefaults(command.getRetryPolicy());
    validate(command, retryPolicy);
    ActivityTimeoutDefaults timeouts =
        ActivityTimeoutDefaults.of(command, Times.duration(draft.state().getWorkflowRunTimeout()))
            .orElseThrow(
                () ->
                    CommandFailure.of(
                        BAD_SCHEDULE,
                        "A valid StartToClose or ScheduleToCloseTimeout is not set on command."
                            + " ActivityId="
                            + command.getActivityId()));
    ActivityTaskScheduledEventAttributes.Builder attributes =
        ActivityTaskScheduledEventAttributes.newBuilder()
            .setActivityId(command.getActivityId())
            .setActivityType(command.getActivityType())
            .setTaskQueue(
                draft.normalTaskQueue().toBuilder().setName(command.getTaskQueue().getName()))
            .setScheduleToCloseTimeout(Times.duration(timeouts.scheduleToClose()))
            .setScheduleToStartTimeout(Times.duration(timeouts.scheduleToStart()))
            .setStartToCloseTimeout(Times.duration(timeouts.startToClose()))
            .setHeartbeatTimeout(Times.duration(timeouts.heartbeat()))
            .setRetryPolicy(retryPolicy)
            .setWorkflowTaskCompletedEventId(scope.completedEventId());
    if (command.hasHeader()) {
      attributes.setHeader(command.getHeader());
    }
    if (command.hasInput()) {
      attributes.setInput(command.getInput());
    }
    if (command.hasPriority()) {
      attributes.setPriority(command.getPriority());
    }
    long batchId = draft.batchId();
    HistoryEvent event =
        draft.write(
            scope
                .event(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
                .setActivityTaskScheduledEventAttributes(attributes));
    add(event, batchId);
  }

  private void add(HistoryEvent event, long batchId) {
    ActivityTaskScheduledEventAttributes attributes =
        event.getActivityTaskScheduledEventAttributes();
    ActivityInfo.Builder activity =
        ActivityInfo.newBuilder()
            .setScheduledEventId(event.getEventId())
            .setScheduledEventBatchId(batchId)
            .setActivityId(attributes.getActivityId())
            .setActivityType(attributes.getActivityType().getName())
            .setTaskQueue(attributes.getTaskQueue().getName())
            .setFirstScheduledTime(draft.timestamp())
            .setScheduledTime(draft.timestamp())
            .setScheduleToCloseTimeout(attributes.getScheduleToCloseTimeout())
            .setScheduleToStartTimeout(attributes.getScheduleToStartTimeout())
            .setStartToCloseTimeout(attributes.getStartToCloseTimeout())
            .setHeartbeatTimeout(attributes.getHeartbeatTimeout())
            .setRetryPolicy(attributes.getRetryPolicy())
            .setAttempt(FIRST_ATTEMPT);
    if (attributes.hasPriority()) {
      activity.setPriority(attributes.getPriority());
    } else if (draft.state().hasPriority()) {
      activity.setPriority(draft.state().getPriority());
    }
    draft.activities().put(event.getEventId(), activity.build());
    draft.transfer(
        TransferTask.newBuilder()
            .setActivityTask(
                TransferTask.ActivityTaskDispatch.newBuilder()
                    .setScheduledEventId(event.getEventId())
                    .setAttempt(FIRST_ATTEMPT)
                    .setTaskQueue(attributes.getTaskQueue().getName())));
  }

  private void validate(ScheduleActivityTaskCommandAttributes command, RetryPolicy retryPolicy) {
    scope.requireText(BAD_SCHEDULE, "ActivityId", command.getActivityId());
    scope.requireText(BAD_SCHEDULE, "ActivityType", command.getActivityType().getName());
    scope.requireText(BAD_SCHEDULE, "TaskQueue", command.getTaskQueue().getName());
    scope.requireSize(BAD_SCHEDULE, "Input", command.getInput().getSerializedSize());
    RetryPolicies.problemOf(retryPolicy)
        .ifPresent(
            problem -> {
              throw CommandFailure.of(BAD_SCHEDULE, problem);
            });
    if (draft.activities().size() >= draft.context().limits().pendingActivities()) {
      throw CommandFailure.of(
          WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_PENDING_ACTIVITIES_LIMIT_EXCEEDED,
          "the number of pending activities, "
              + draft.activities().size()
              + ", has reached the limit.");
    }
    boolean duplicate =
        draft.activities().values().stream()
            .anyMatch(pending -> pending.getActivityId().equals(command.getActivityId()));
    if (duplicate) {
      throw CommandFailure.of(
          WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_SCHEDULE_ACTIVITY_DUPLICATE_ID,
          "Activity " + command.getActivityId() + " is pending already.");
    }
  }

  /** Asks an activity to cancel; one that no worker has is cancelled at once. */
  void requestCancel(RequestCancelActivityTaskCommandAttributes command) {
    long scheduledEventId = command.getScheduledEventId();
    ActivityInfo activity = draft.activities().get(scheduledEventId);
    if (activity == null && !draft.buffered().closesActivity(scheduledEventId)) {
      throw CommandFailure.of(
          BAD_CANCEL, "No activity with scheduled event " + scheduledEventId + " is pending.");
    }
    if (activity != null && activity.getCancelRequested()) {
      throw CommandFailure.of(
          BAD_CANCEL, "Activity " + activity.getActivityId() + " was asked to cancel before.");
    }
    HistoryEvent event =
        draft.write(
            scope
                .event(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED)
                .setActivityTaskCancelRequestedEventAttributes(
                    ActivityTaskCancelRequestedEventAttributes.newBuilder()
                        .setScheduledEventId(scheduledEventId)
                        .setWorkflowTaskCompletedEventId(scope.completedEventId())));
    if (activity == null) {
      return;
    }
    ActivityInfo changed =
        activity.toBuilder()
            .setCancelRequested(true)
            .setCancelRequestedEventId(event.getEventId())
            .build();
    draft.activities().put(scheduledEventId, changed);
    if (!changed.hasStartedTime()) {
      new ActivityMachine(draft).canceled(changed, NOT_STARTED, scope.identity());
      scope.rememberCanceledUnstartedActivity();
    }
  }
}
