// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import io.temporal.api.command.v1.Command;
import io.temporal.api.command.v1.CompleteWorkflowExecutionCommandAttributes;
import io.temporal.api.command.v1.ContinueAsNewWorkflowExecutionCommandAttributes;
import io.temporal.api.command.v1.ScheduleActivityTaskCommandAttributes;
import io.temporal.api.command.v1.SignalExternalWorkflowExecutionCommandAttributes;
import io.temporal.api.command.v1.StartChildWorkflowExecutionCommandAttributes;
import io.temporal.api.command.v1.StartTimerCommandAttributes;
import io.temporal.api.common.v1.ActivityType;
import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.CommandType;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.taskqueue.v1.TaskQueue;
import java.time.Duration;

/** What a worker decides. */
final class Commands {

  private Commands() {}

  static Command completeWorkflow() {
    return Command.newBuilder()
        .setCommandType(CommandType.COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION)
        .setCompleteWorkflowExecutionCommandAttributes(
            CompleteWorkflowExecutionCommandAttributes.getDefaultInstance())
        .build();
  }

  static Command continueAsNew() {
    return Command.newBuilder()
        .setCommandType(CommandType.COMMAND_TYPE_CONTINUE_AS_NEW_WORKFLOW_EXECUTION)
        .setContinueAsNewWorkflowExecutionCommandAttributes(
            ContinueAsNewWorkflowExecutionCommandAttributes.newBuilder()
                .setWorkflowType(WorkflowType.newBuilder().setName("test"))
                .setTaskQueue(TaskQueue.newBuilder().setName(TestWorker.QUEUE)))
        .build();
  }

  static Command scheduleActivity(String activityId) {
    return scheduleActivity(activityId, Duration.ofSeconds(30), RetryPolicy.getDefaultInstance());
  }

  static Command scheduleActivity(String activityId, Duration startToClose, RetryPolicy retry) {
    return Command.newBuilder()
        .setCommandType(CommandType.COMMAND_TYPE_SCHEDULE_ACTIVITY_TASK)
        .setScheduleActivityTaskCommandAttributes(
            ScheduleActivityTaskCommandAttributes.newBuilder()
                .setActivityId(activityId)
                .setActivityType(ActivityType.newBuilder().setName("activity"))
                .setTaskQueue(TaskQueue.newBuilder().setName(TestWorker.QUEUE))
                .setInput(TestWorker.payloads(activityId))
                .setRetryPolicy(retry)
                .setStartToCloseTimeout(Times.duration(startToClose)))
        .build();
  }

  static Command startTimer(String timerId, Duration after) {
    return Command.newBuilder()
        .setCommandType(CommandType.COMMAND_TYPE_START_TIMER)
        .setStartTimerCommandAttributes(
            StartTimerCommandAttributes.newBuilder()
                .setTimerId(timerId)
                .setStartToFireTimeout(Times.duration(after)))
        .build();
  }

  static Command startChild(String workflowId, ParentClosePolicy policy) {
    return Command.newBuilder()
        .setCommandType(CommandType.COMMAND_TYPE_START_CHILD_WORKFLOW_EXECUTION)
        .setStartChildWorkflowExecutionCommandAttributes(
            StartChildWorkflowExecutionCommandAttributes.newBuilder()
                .setWorkflowId(workflowId)
                .setWorkflowType(WorkflowType.newBuilder().setName("child"))
                .setTaskQueue(TaskQueue.newBuilder().setName(TestWorker.CHILD_QUEUE))
                .setParentClosePolicy(policy))
        .build();
  }

  static Command signalExternal(String workflowId, String signal) {
    return Command.newBuilder()
        .setCommandType(CommandType.COMMAND_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION)
        .setSignalExternalWorkflowExecutionCommandAttributes(
            SignalExternalWorkflowExecutionCommandAttributes.newBuilder()
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                .setSignalName(signal))
        .build();
  }
}
