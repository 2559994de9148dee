// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import dev.fencepost.engine.internal.history.HistoryService;
import dev.fencepost.engine.v1.RecordWorkflowTaskStartedRequest;
import dev.fencepost.engine.v1.TaskQueueTask;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;

/** Starts workflow tasks for one poll. */
final class WorkflowTaskStarter implements TaskStarter<PollWorkflowTaskQueueResponse> {

  private final HistoryService history;
  private final PollWorkflowTaskQueueRequest poll;

  WorkflowTaskStarter(HistoryService history, PollWorkflowTaskQueueRequest poll) {
    this.history = history;
    this.poll = poll;
  }

  @Override
  public PollWorkflowTaskQueueResponse start(DispatchableTask dispatched) {
    TaskQueueTask task = dispatched.task();
    return history
        .recordWorkflowTaskStarted(
            RecordWorkflowTaskStartedRequest.newBuilder()
                .setNamespaceId(task.getNamespaceId())
                .setExecution(
                    WorkflowExecution.newBuilder()
                        .setWorkflowId(task.getWorkflowId())
                        .setRunId(task.getRunId()))
                .setScheduledEventId(task.getScheduledEventId())
                .setRequestId(dispatched.requestId())
                .setPollRequest(poll)
                .setSticky(poll.getTaskQueue().getKind() == TaskQueueKind.TASK_QUEUE_KIND_STICKY)
                .setAttempt(task.getAttempt())
                .build())
        .getResponse();
  }

  @Override
  public PollWorkflowTaskQueueResponse query(QueryTask query) {
    return query.pollResponse();
  }
}
