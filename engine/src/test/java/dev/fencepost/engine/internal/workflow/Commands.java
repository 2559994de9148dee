// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import io.temporal.api.command.v1.CancelTimerCommandAttributes;
import io.temporal.api.command.v1.CancelWorkflowExecutionCommandAttributes;
import io.temporal.api.command.v1.Command;
import io.temporal.api.command.v1.CompleteWorkflowExecutionCommandAttributes;
import io.temporal.api.command.v1.ContinueAsNewWorkflowExecutionCommandAttributes;
import io.temporal.api.command.v1.FailWorkflowExecutionCommandAttributes;
import io.temporal.api.command.v1.RecordMarkerCommandAttributes;
import io.temporal.api.command.v1.RequestCancelActivityTaskCommandAttributes;
import io.temporal.api.command.v1.RequestCancelExternalWorkflowExecutionCommandAttributes;
import io.temporal.api.command.v1.ScheduleActivityTaskCommandAttributes;
import io.temporal.api.command.v1.SignalExternalWorkflowExecutionCommandAttributes;
import io.temporal.api.command.v1.StartChildWorkflowExecutionCommandAttributes;
import io.temporal.api.command.v1.StartTimerCommandAttributes;
import io.temporal.api.common.v1.ActivityType;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.CommandType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.taskqueue.v1.TaskQueue;
import java.time.Duration;

/** Commands of workers. */
final class Commands {

  private Commands() {}

  static ScheduleActivityTaskCommandAttributes.Builder activity(String activityId) {
    return ScheduleActivityTaskCommandAttributes.newBuilder()
        .setActivityId(activityId)
        .setActivityType(ActivityType.newBuilder().setName("Charge"))
        .setTaskQueue(TaskQueue.newBuilder().setName("orders"))
        .setInput(Requests.payloads(activityId))
        .setStartToCloseTimeout(Times.duration(Duration.ofSeconds(10)));
  }

  static Command schedule(ScheduleActivityTaskCommandAttributes.Builder activity) {
    return Command.newBuilder()
        .setCommandType(CommandType.COMMAND_TYPE_SCHEDULE_ACTIVITY_TASK)
        .setScheduleActivityTaskCommandAttributes(activity)
        .build();
  }

  static Command scheduleActivity(String activityId) {
    return schedule(activity(activityId));
  }

  static Command cancelActivity(long scheduledEventId) {
    return Command.newBuilder()
        .setCommandType(CommandType.COMMAND_TYPE_REQUEST_CANCEL_ACTIVITY_TASK)
        .setRequestCancelActivityTaskCommandAttributes(
            RequestCancelActivityTaskCommandAttributes.newBuilder()
                .setScheduledEventId(scheduledEventId))
        .build();
  }

  static Command startTimer(String timerId, Duration duration) {
    return Command.newBuilder()
        .setCommandType(CommandType.COMMAND_TYPE_START_TIMER)
        .setStartTimerCommandAttributes(
            StartTimerCommandAttributes.newBuilder()
                .setTimerId(timerId)
                .setStartToFireTimeout(Times.duration(duration)))
        .build();
  }

  static Command cancelTimer(String timerId) {
    return Command.newBuilder()
        .setCommandType(CommandType.COMMAND_TYPE_CANCEL_TIMER)
        .setCancelTimerCommandAttributes(
            CancelTimerCommandAttributes.newBuilder().setTimerId(timerId))
        .build();
  }

  static Command marker(String name) {
    return Command.newBuilder()
        .setCommandType(CommandType.COMMAND_TYPE_RECORD_MARKER)
        .setRecordMarkerCommandAttributes(
            RecordMarkerCommandAttributes.newBuilder()
                .setMarkerName(name)
                .putDetails("data", Requests.payloads(name)))
        .build();
  }

  static StartChildWorkflowExecutionCommandAttributes.Builder child(String workflowId) {
    return StartChildWorkflowExecutionCommandAttributes.newBuilder()
        .setWorkflowId(workflowId)
        .setWorkflowType(WorkflowType.newBuilder().setName("Shipment"))
        .setInput(Requests.payloads(workflowId));
  }

  static Command start(StartChildWorkflowExecutionCommandAttributes.Builder child) {
    return Command.newBuilder()
        .setCommandType(CommandType.COMMAND_TYPE_START_CHILD_WORKFLOW_EXECUTION)
        .setStartChildWorkflowExecutionCommandAttributes(child)
        .build();
  }

  static Command startChild(String workflowId) {
    return start(child(workflowId));
  }

  static Command signalWorkflow(String workflowId, String name) {
    return Command.newBuilder()
        .setCommandType(CommandType.COMMAND_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION)
        .setSignalExternalWorkflowExecutionCommandAttributes(
            SignalExternalWorkflowExecutionCommandAttributes.newBuilder()
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                .setSignalName(name))
        .build();
  }

  static Command cancelWorkflow(String workflowId) {
    return Command.newBuilder()
        .setCommandType(CommandType.COMMAND_TYPE_REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION)
        .setRequestCancelExternalWorkflowExecutionCommandAttributes(
            RequestCancelExternalWorkflowExecutionCommandAttributes.newBuilder()
                .setWorkflowId(workflowId))
        .build();
  }

  static Command complete() {
    return Command.newBuilder()
        .setCommandType(CommandType.COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION)
        .setCompleteWorkflowExecutionCommandAttributes(
            CompleteWorkflowExecutionCommandAttributes.newBuilder()
                .setResult(Requests.payloads("result")))
        .build();
  }

  static Command fail(Failure failure) {
    return Command.newBuilder()
        .setCommandType(CommandType.COMMAND_TYPE_FAIL_WORKFLOW_EXECUTION)
        .setFailWorkflowExecutionCommandAttributes(
            FailWorkflowExecutionCommandAttributes.newBuilder().setFailure(failure))
        .build();
  }

  static Command cancel() {
    return Command.newBuilder()
        .setCommandType(CommandType.COMMAND_TYPE_CANCEL_WORKFLOW_EXECUTION)
        .setCancelWorkflowExecutionCommandAttributes(
            CancelWorkflowExecutionCommandAttributes.newBuilder()
                .setDetails(Requests.payloads("canceled")))
        .build();
  }

  static Command continueAsNew(ContinueAsNewWorkflowExecutionCommandAttributes attributes) {
    return Command.newBuilder()
        .setCommandType(CommandType.COMMAND_TYPE_CONTINUE_AS_NEW_WORKFLOW_EXECUTION)
        .setContinueAsNewWorkflowExecutionCommandAttributes(attributes)
        .build();
  }

  static Command continueAsNew() {
    return continueAsNew(ContinueAsNewWorkflowExecutionCommandAttributes.getDefaultInstance());
  }
}
