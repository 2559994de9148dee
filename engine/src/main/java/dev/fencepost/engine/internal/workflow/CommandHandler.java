// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import dev.fencepost.engine.internal.workflow.Rejection.Reason;
import io.temporal.api.command.v1.Command;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import java.util.List;

/** Applies the commands of a workflow task in order. */
final class CommandHandler {

  private final CommandScope scope;
  private final ActivityCommands activities;
  private final TimerCommands timers;
  private final RecordCommands records;
  private final ChildCommands children;
  private final WorkflowCommands workflows;
  private final CloseCommands closing;

  CommandHandler(CommandScope scope) {
    this.scope = scope;
    this.activities = new ActivityCommands(scope);
    this.timers = new TimerCommands(scope);
    this.records = new RecordCommands(scope);
    this.children = new ChildCommands(scope);
    this.workflows = new WorkflowCommands(scope);
    this.closing = new CloseCommands(scope);
  }

  void handle(List<Command> commands) {
    for (Command command : commands) {
      if (!scope.draft().isRunning()) {
        throw new Rejection(
            Reason.INVALID_ARGUMENT,
            "invalid command sequence: "
                + command.getCommandType()
                + " follows a command that closes the workflow");
      }
      scope.begin(command);
      handle(command);
    }
  }

  private void handle(Command command) {
    switch (command.getCommandType()) {
      case COMMAND_TYPE_SCHEDULE_ACTIVITY_TASK ->
          activities.schedule(command.getScheduleActivityTaskCommandAttributes());
      case COMMAND_TYPE_REQUEST_CANCEL_ACTIVITY_TASK ->
          activities.requestCancel(command.getRequestCancelActivityTaskCommandAttributes());
      case COMMAND_TYPE_START_TIMER -> timers.start(command.getStartTimerCommandAttributes());
      case COMMAND_TYPE_CANCEL_TIMER -> timers.cancel(command.getCancelTimerCommandAttributes());
      case COMMAND_TYPE_RECORD_MARKER -> records.marker(command.getRecordMarkerCommandAttributes());
      case COMMAND_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES ->
          records.upsertSearchAttributes(
              command.getUpsertWorkflowSearchAttributesCommandAttributes());
      case COMMAND_TYPE_MODIFY_WORKFLOW_PROPERTIES ->
          records.modifyProperties(command.getModifyWorkflowPropertiesCommandAttributes());
      case COMMAND_TYPE_START_CHILD_WORKFLOW_EXECUTION ->
          children.start(command.getStartChildWorkflowExecutionCommandAttributes());
      case COMMAND_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION ->
          workflows.signal(command.getSignalExternalWorkflowExecutionCommandAttributes());
      case COMMAND_TYPE_REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION ->
          workflows.requestCancel(
              command.getRequestCancelExternalWorkflowExecutionCommandAttributes());
      case COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION ->
          closing.complete(command.getCompleteWorkflowExecutionCommandAttributes());
      case COMMAND_TYPE_FAIL_WORKFLOW_EXECUTION ->
          closing.fail(command.getFailWorkflowExecutionCommandAttributes());
      case COMMAND_TYPE_CANCEL_WORKFLOW_EXECUTION ->
          closing.cancel(command.getCancelWorkflowExecutionCommandAttributes());
      case COMMAND_TYPE_CONTINUE_AS_NEW_WORKFLOW_EXECUTION ->
          closing.continueAsNew(command.getContinueAsNewWorkflowExecutionCommandAttributes());
      case COMMAND_TYPE_PROTOCOL_MESSAGE ->
          throw CommandFailure.of(
              WorkflowTaskFailedCause
                  .WORKFLOW_TASK_FAILED_CAUSE_BAD_UPDATE_WORKFLOW_EXECUTION_MESSAGE,
              "Workflow updates are not supported.");
      case COMMAND_TYPE_SCHEDULE_NEXUS_OPERATION ->
          throw CommandFailure.of(
              WorkflowTaskFailedCause
                  .WORKFLOW_TASK_FAILED_CAUSE_BAD_SCHEDULE_NEXUS_OPERATION_ATTRIBUTES,
              "Nexus operations are not supported.");
      case COMMAND_TYPE_REQUEST_CANCEL_NEXUS_OPERATION ->
          throw CommandFailure.of(
              WorkflowTaskFailedCause
                  .WORKFLOW_TASK_FAILED_CAUSE_BAD_REQUEST_CANCEL_NEXUS_OPERATION_ATTRIBUTES,
              "Nexus operations are not supported.");
      case COMMAND_TYPE_UNSPECIFIED, UNRECOGNIZED ->
          throw new Rejection(
              Reason.INVALID_ARGUMENT, "Unknown command type: " + command.getCommandTypeValue());
    }
  }
}
