// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.workflow.StartedActivityTask;
import dev.fencepost.engine.v1.ActivityInfo;
import dev.fencepost.engine.v1.ActivityTaskToken;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.ShardClock;
import io.temporal.api.common.v1.ActivityType;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import java.time.Duration;

/** Activity tasks as workers get them. */
final class ActivityTaskResponses {

  private ActivityTaskResponses() {}

  /** An activity task that was given to a worker, as the run stands with it. */
  record Given(OwnedShard shard, MutableState state, StartedActivityTask task) {

    Duration waited() {
      ActivityInfo activity = task.activity();
      return Duration.between(
          Times.instant(activity.getScheduledTime()), Times.instant(activity.getStartedTime()));
    }
  }

  static PollActivityTaskQueueResponse of(Given given) {
    MutableState state = given.state();
    ActivityInfo activity = given.task().activity();
    ActivityTaskScheduledEventAttributes scheduled =
        new HistoryReader(given.shard())
            .event(
                HistoryReader.branch(state),
                activity.getScheduledEventId(),
                activity.getScheduledEventBatchId())
            .getActivityTaskScheduledEventAttributes();
    PollActivityTaskQueueResponse.Builder response =
        PollActivityTaskQueueResponse.newBuilder()
            .setTaskToken(token(given).toByteString())
            .setWorkflowNamespace(
                given.shard().environment().namespaces().byId(state.getNamespaceId()).name())
            .setWorkflowType(given.task().workflowType())
            .setWorkflowExecution(
                WorkflowExecution.newBuilder()
                    .setWorkflowId(state.getWorkflowId())
                    .setRunId(state.getRunId()))
            .setActivityType(ActivityType.newBuilder().setName(activity.getActivityType()))
            .setActivityId(activity.getActivityId())
            .setScheduledTime(activity.getFirstScheduledTime())
            .setCurrentAttemptScheduledTime(activity.getScheduledTime())
            .setStartedTime(activity.getStartedTime())
            .setAttempt(activity.getAttempt())
            .setScheduleToCloseTimeout(activity.getScheduleToCloseTimeout())
            .setStartToCloseTimeout(activity.getStartToCloseTimeout())
            .setHeartbeatTimeout(activity.getHeartbeatTimeout())
            .setPriority(activity.getPriority());
    if (scheduled.hasHeader()) {
      response.setHeader(scheduled.getHeader());
    }
    if (scheduled.hasInput()) {
      response.setInput(scheduled.getInput());
    }
    if (activity.hasHeartbeatDetails()) {
      response.setHeartbeatDetails(activity.getHeartbeatDetails());
    }
    if (activity.hasRetryPolicy()) {
      response.setRetryPolicy(activity.getRetryPolicy());
    }
    return response.build();
  }

  private static ActivityTaskToken token(Given given) {
    ActivityInfo activity = given.task().activity();
    OwnedShard shard = given.shard();
    return ActivityTaskToken.newBuilder()
        .setNamespaceId(given.state().getNamespaceId())
        .setWorkflowId(given.state().getWorkflowId())
        .setRunId(given.state().getRunId())
        .setScheduledEventId(activity.getScheduledEventId())
        .setAttempt(activity.getAttempt())
        .setActivityId(activity.getActivityId())
        .setActivityType(activity.getActivityType())
        .setStartedTime(activity.getStartedTime())
        .setVersion(given.state().getVersion())
        .setClock(
            ShardClock.newBuilder()
                .setShardId(shard.id())
                .setRangeId(shard.fence().rangeId())
                .setTaskId(shard.taskIds().committedBelow()))
        .build();
  }
}
