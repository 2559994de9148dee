// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.v1.ActivityInfo;
import dev.fencepost.engine.v1.ChildInfo;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.WorkflowTaskInfo;
import io.temporal.api.common.v1.ActivityType;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.enums.v1.PendingWorkflowTaskState;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflow.v1.PendingChildExecutionInfo;
import io.temporal.api.workflow.v1.PendingWorkflowTaskInfo;
import io.temporal.api.workflow.v1.RequestIdInfo;
import io.temporal.api.workflow.v1.WorkflowExecutionConfig;
import io.temporal.api.workflow.v1.WorkflowExecutionExtendedInfo;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;

/** What clients are told of a run. */
public final class Descriptions {

  private Descriptions() {}

  /** The run as DescribeWorkflowExecution shows it. */
  public static DescribeWorkflowExecutionResponse describe(MutableState state, Instant now) {
    DescribeWorkflowExecutionResponse.Builder description =
        DescribeWorkflowExecutionResponse.newBuilder()
            .setExecutionConfig(config(state))
            .setWorkflowExecutionInfo(info(state))
            .setWorkflowExtendedInfo(extendedInfo(state));
    for (ActivityInfo activity : new TreeMap<>(state.getActivitiesMap()).values()) {
      description.addPendingActivities(pending(activity, now));
    }
    for (ChildInfo child : new TreeMap<>(state.getChildrenMap()).values()) {
      description.addPendingChildren(
          PendingChildExecutionInfo.newBuilder()
              .setWorkflowId(child.getWorkflowId())
              .setRunId(child.getRunId())
              .setWorkflowTypeName(child.getWorkflowType())
              .setInitiatedId(child.getInitiatedEventId())
              .setParentClosePolicy(child.getParentClosePolicy()));
    }
    if (state.hasWorkflowTask()) {
      description.setPendingWorkflowTask(pending(state.getWorkflowTask()));
    }
    return description.build();
  }

  /** The run as lists show it: the content of its visibility record. */
  public static WorkflowExecutionInfo info(MutableState state) {
    WorkflowExecutionInfo.Builder info =
        WorkflowExecutionInfo.newBuilder()
            .setExecution(
                WorkflowExecution.newBuilder()
                    .setWorkflowId(state.getWorkflowId())
                    .setRunId(state.getRunId()))
            .setType(WorkflowType.newBuilder().setName(state.getWorkflowType()))
            .setStartTime(state.getStartTime())
            .setExecutionTime(state.getExecutionTime())
            .setStatus(state.getStatus())
            .setHistoryLength(state.getNextEventId() - 1)
            .setHistorySizeBytes(state.getHistorySizeBytes())
            .setStateTransitionCount(state.getTransitionCount())
            .setMemo(state.getMemo())
            .setSearchAttributes(state.getSearchAttributes())
            .setTaskQueue(state.getTaskQueue())
            .setRootExecution(state.getRoot())
            .setFirstRunId(state.getFirstRunId());
    if (state.hasPriority()) {
      info.setPriority(state.getPriority());
    }
    if (state.hasParent()) {
      info.setParentNamespaceId(state.getParent().getNamespaceId())
          .setParentExecution(state.getParent().getExecution());
    }
    if (state.hasCloseTime()) {
      Duration duration =
          Duration.between(
              Times.instant(state.getExecutionTime()), Times.instant(state.getCloseTime()));
      info.setCloseTime(state.getCloseTime()).setExecutionDuration(Times.duration(duration));
    }
    return info.build();
  }

  private static WorkflowExecutionConfig config(MutableState state) {
    WorkflowExecutionConfig.Builder config =
        WorkflowExecutionConfig.newBuilder()
            .setTaskQueue(
                TaskQueue.newBuilder()
                    .setName(state.getTaskQueue())
                    .setKind(TaskQueueKind.TASK_QUEUE_KIND_NORMAL))
            .setWorkflowExecutionTimeout(state.getWorkflowExecutionTimeout())
            .setWorkflowRunTimeout(state.getWorkflowRunTimeout())
            .setDefaultWorkflowTaskTimeout(state.getWorkflowTaskTimeout());
    if (state.hasUserMetadata()) {
      config.setUserMetadata(state.getUserMetadata());
    }
    return config.build();
  }

  private static WorkflowExecutionExtendedInfo extendedInfo(MutableState state) {
    WorkflowExecutionExtendedInfo.Builder info =
        WorkflowExecutionExtendedInfo.newBuilder()
            .setCancelRequested(state.getCancelRequested())
            .setOriginalStartTime(state.getStartTime());
    if (state.hasExecutionExpirationTime()) {
      info.setExecutionExpirationTime(state.getExecutionExpirationTime());
    }
    if (state.hasRunExpirationTime()) {
      info.setRunExpirationTime(state.getRunExpirationTime());
    }
    state
        .getRequestIdsMap()
        .forEach(
            (requestId, event) ->
                info.putRequestIdInfos(
                    requestId,
                    RequestIdInfo.newBuilder()
                        .setEventType(event.getEventType())
                        .setEventId(event.getEventId())
                        .setBuffered(event.getEventId() == 0)
                        .build()));
    return info.build();
  }

  private static PendingWorkflowTaskInfo pending(WorkflowTaskInfo task) {
    PendingWorkflowTaskInfo.Builder pending =
        PendingWorkflowTaskInfo.newBuilder()
            .setScheduledTime(task.getScheduledTime())
            .setOriginalScheduledTime(task.getOriginalScheduledTime())
            .setAttempt(task.getAttempt());
    if (task.getStartedEventId() == 0) {
      return pending
          .setState(PendingWorkflowTaskState.PENDING_WORKFLOW_TASK_STATE_SCHEDULED)
          .build();
    }
    return pending
        .setState(PendingWorkflowTaskState.PENDING_WORKFLOW_TASK_STATE_STARTED)
        .setStartedTime(task.getStartedTime())
        .build();
  }

  private static PendingActivityInfo pending(ActivityInfo activity, Instant now) {
    PendingActivityInfo.Builder pending =
        PendingActivityInfo.newBuilder()
            .setActivityId(activity.getActivityId())
            .setActivityType(ActivityType.newBuilder().setName(activity.getActivityType()))
            .setState(stateOf(activity))
            .setAttempt(activity.getAttempt())
            .setMaximumAttempts(activity.getRetryPolicy().getMaximumAttempts())
            .setLastWorkerIdentity(activity.getLastWorkerIdentity());
    if (activity.hasHeartbeatDetails()) {
      pending.setHeartbeatDetails(activity.getHeartbeatDetails());
    }
    if (activity.hasLastHeartbeatTime()) {
      pending.setLastHeartbeatTime(activity.getLastHeartbeatTime());
    }
    if (activity.hasLastFailure()) {
      pending.setLastFailure(activity.getLastFailure());
    }
    if (activity.hasLastAttemptCompleteTime()) {
      pending.setLastAttemptCompleteTime(activity.getLastAttemptCompleteTime());
    }
    if (activity.hasStartedTime()) {
      pending.setLastStartedTime(activity.getStartedTime());
    } else {
      pending.setScheduledTime(activity.getScheduledTime());
      Instant scheduled = Times.instant(activity.getScheduledTime());
      if (scheduled.isAfter(now)) {
        pending.setNextAttemptScheduleTime(activity.getScheduledTime());
        if (activity.hasLastAttemptCompleteTime()) {
          Instant before = Times.instant(activity.getLastAttemptCompleteTime());
          pending.setCurrentRetryInterval(Times.duration(Duration.between(before, scheduled)));
        }
      }
    }
    Duration limit = Times.duration(activity.getScheduleToCloseTimeout());
    if (limit.isPositive()) {
      pending.setExpirationTime(
          Times.timestamp(Times.instant(activity.getFirstScheduledTime()).plus(limit)));
    }
    if (activity.hasPriority()) {
      pending.setPriority(activity.getPriority());
    }
    return pending.build();
  }

  private static PendingActivityState stateOf(ActivityInfo activity) {
    if (!activity.hasStartedTime()) {
      return PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED;
    }
    return activity.getCancelRequested()
        ? PendingActivityState.PENDING_ACTIVITY_STATE_CANCEL_REQUESTED
        : PendingActivityState.PENDING_ACTIVITY_STATE_STARTED;
  }
}
