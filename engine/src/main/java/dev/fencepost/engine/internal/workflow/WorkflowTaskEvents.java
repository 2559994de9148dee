// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.v1.WorkflowTaskInfo;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowTaskCompletedEventAttributes;
import io.temporal.api.history.v1.WorkflowTaskFailedEventAttributes;
import io.temporal.api.history.v1.WorkflowTaskScheduledEventAttributes;
import io.temporal.api.history.v1.WorkflowTaskStartedEventAttributes;
import io.temporal.api.history.v1.WorkflowTaskTimedOutEventAttributes;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;

/** The events of workflow tasks. */
final class WorkflowTaskEvents {

  private final Draft draft;

  WorkflowTaskEvents(Draft draft) {
    this.draft = draft;
  }

  HistoryEvent.Builder scheduled(WorkflowTaskInfo task) {
    return draft
        .event(EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED)
        .setEventTime(task.getScheduledTime())
        .setWorkflowTaskScheduledEventAttributes(
            WorkflowTaskScheduledEventAttributes.newBuilder()
                .setTaskQueue(task.getTaskQueue())
                .setStartToCloseTimeout(task.getStartToCloseTimeout())
                .setAttempt(task.getAttempt()));
  }

  HistoryEvent.Builder started(WorkflowTaskInfo task) {
    return draft
        .event(EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED)
        .setEventTime(task.getStartedTime())
        .setWorkflowTaskStartedEventAttributes(
            WorkflowTaskStartedEventAttributes.newBuilder()
                .setScheduledEventId(task.getScheduledEventId())
                .setIdentity(task.getIdentity())
                .setRequestId(task.getRequestId())
                .setSuggestContinueAsNew(task.getSuggestContinueAsNew())
                .addAllSuggestContinueAsNewReasons(task.getSuggestContinueAsNewReasonsList())
                .setHistorySizeBytes(task.getHistorySizeBytes()));
  }

  @SuppressWarnings("deprecation") // older SDKs still send and read the binary checksum
  HistoryEvent.Builder completed(
      WorkflowTaskInfo task, RespondWorkflowTaskCompletedRequest request) {
    WorkflowTaskCompletedEventAttributes.Builder attributes =
        WorkflowTaskCompletedEventAttributes.newBuilder()
            .setScheduledEventId(task.getScheduledEventId())
            .setStartedEventId(task.getStartedEventId())
            .setIdentity(request.getIdentity())
            .setBinaryChecksum(request.getBinaryChecksum());
    if (request.hasWorkerVersionStamp()) {
      attributes.setWorkerVersion(request.getWorkerVersionStamp());
    }
    if (request.hasSdkMetadata()) {
      attributes.setSdkMetadata(request.getSdkMetadata());
    }
    if (request.hasMeteringMetadata()) {
      attributes.setMeteringMetadata(request.getMeteringMetadata());
    }
    return draft
        .event(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
        .setWorkflowTaskCompletedEventAttributes(attributes);
  }

  HistoryEvent.Builder failed(
      WorkflowTaskInfo task, WorkflowTaskFailedCause cause, Failure failure, String identity) {
    WorkflowTaskFailedEventAttributes.Builder attributes =
        WorkflowTaskFailedEventAttributes.newBuilder()
            .setScheduledEventId(task.getScheduledEventId())
            .setStartedEventId(task.getStartedEventId())
            .setCause(cause)
            .setIdentity(identity);
    if (!failure.equals(Failure.getDefaultInstance())) {
      attributes.setFailure(failure);
    }
    return draft
        .event(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)
        .setWorkflowTaskFailedEventAttributes(attributes);
  }

  HistoryEvent.Builder timedOut(WorkflowTaskInfo task, TimeoutType type) {
    return draft
        .event(EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT)
        .setWorkflowTaskTimedOutEventAttributes(
            WorkflowTaskTimedOutEventAttributes.newBuilder()
                .setScheduledEventId(task.getScheduledEventId())
                .setStartedEventId(task.getStartedEventId())
                .setTimeoutType(type));
  }
}
