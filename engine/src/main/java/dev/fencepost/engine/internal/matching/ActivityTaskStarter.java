// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.matching;

import dev.fencepost.engine.internal.history.HistoryService;
import dev.fencepost.engine.v1.RecordActivityTaskStartedRequest;
import dev.fencepost.engine.v1.TaskQueueTask;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;

/** Starts activity tasks for one poll. */
final class ActivityTaskStarter implements TaskStarter<PollActivityTaskQueueResponse> {

  private final HistoryService history;
  private final PollActivityTaskQueueRequest poll;

  ActivityTaskStarter(HistoryService history, PollActivityTaskQueueRequest poll) {
    this.history = history;
    this.poll = poll;
  }

  @Override
  public PollActivityTaskQueueResponse start(DispatchableTask dispatched) {
    TaskQueueTask task = dispatched.task();
    return history
        .recordActivityTaskStarted(
            RecordActivityTaskStartedRequest.newBuilder()
                .setNamespaceId(task.getNamespaceId())
                .setExecution(
                    WorkflowExecution.newBuilder()
                        .setWorkflowId(task.getWorkflowId())
                        .setRunId(task.getRunId()))
                .setScheduledEventId(task.getScheduledEventId())
                .setRequestId(dispatched.requestId())
                .setPollRequest(poll)
                .setAttempt(task.getAttempt())
                .build())
        .getResponse();
  }

  @Override
  public PollActivityTaskQueueResponse query(QueryTask query) {
    throw new IllegalStateException("a query came to an activity task queue");
  }
}
