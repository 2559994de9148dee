// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.workflow.StartedWorkflowTask;
import dev.fencepost.engine.v1.HistoryPageToken;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.ShardClock;
import dev.fencepost.engine.v1.WorkflowTaskToken;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.history.v1.History;
import io.temporal.api.query.v1.WorkflowQuery;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import java.util.Map;

/** Workflow tasks as workers get them. */
final class WorkflowTaskResponses {

  private WorkflowTaskResponses() {}

  /**
   * A workflow task for a worker.
   *
   * @param state the run after it was started
   * @param cached the worker asked on its sticky queue, so that it needs new events only
   */
  static PollWorkflowTaskQueueResponse of(
      OwnedShard shard,
      MutableState state,
      StartedWorkflowTask task,
      Map<String, WorkflowQuery> queries,
      boolean cached) {
    long first = cached && task.sticky() ? task.previousStartedEventId() + 1 : 1;
    PollWorkflowTaskQueueResponse.Builder response =
        ofRun(state)
            .setTaskToken(token(shard, state, task).toByteString())
            .setPreviousStartedEventId(task.previousStartedEventId())
            .setStartedEventId(task.startedEventId())
            .setAttempt(task.attempt())
            .setScheduledTime(Times.timestamp(task.scheduledTime()))
            .setStartedTime(Times.timestamp(task.startedTime()))
            .putAllQueries(queries);
    HistoryPageToken position =
        HistoryPageToken.newBuilder()
            .setRunId(state.getRunId())
            .setNextEventId(first)
            .setEndEventId(task.nextEventId())
            .addAllTransientEvents(task.transientEvents())
            .build();
    addHistory(shard, state, position, response);
    return response.build();
  }

  /** The part of the answer that is the same for all tasks of a run, queries included. */
  static PollWorkflowTaskQueueResponse.Builder ofRun(MutableState state) {
    return PollWorkflowTaskQueueResponse.newBuilder()
        .setWorkflowExecution(
            WorkflowExecution.newBuilder()
                .setWorkflowId(state.getWorkflowId())
                .setRunId(state.getRunId()))
        .setWorkflowType(WorkflowType.newBuilder().setName(state.getWorkflowType()))
        .setWorkflowExecutionTaskQueue(
            TaskQueue.newBuilder()
                .setName(state.getTaskQueue())
                .setKind(TaskQueueKind.TASK_QUEUE_KIND_NORMAL));
  }

  /** Adds a page of history and, if there is more, where it goes on. */
  static void addHistory(
      OwnedShard shard,
      MutableState state,
      HistoryPageToken position,
      PollWorkflowTaskQueueResponse.Builder response) {
    HistoryReader.EventPage page =
        new HistoryReader(shard)
            .read(HistoryReader.branch(state), position.getNextEventId(), position.getEndEventId());
    History.Builder history = History.newBuilder().addAllEvents(page.events());
    if (page.boundary() < position.getEndEventId()) {
      response.setNextPageToken(
          position.toBuilder().setNextEventId(page.boundary()).build().toByteString());
    } else {
      history.addAllEvents(position.getTransientEventsList());
    }
    response.setHistory(history);
  }

  private static WorkflowTaskToken token(
      OwnedShard shard, MutableState state, StartedWorkflowTask task) {
    return WorkflowTaskToken.newBuilder()
        .setNamespaceId(state.getNamespaceId())
        .setWorkflowId(state.getWorkflowId())
        .setRunId(state.getRunId())
        .setScheduledEventId(task.scheduledEventId())
        .setStartedEventId(task.startedEventId())
        .setAttempt(task.attempt())
        .setStartedTime(Times.timestamp(task.startedTime()))
        .setVersion(state.getVersion())
        .setClock(
            ShardClock.newBuilder()
                .setShardId(shard.id())
                .setRangeId(shard.fence().rangeId())
                .setTaskId(shard.taskIds().committedBelow()))
        .build();
  }
}
