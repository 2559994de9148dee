// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.engine.v1.ActivityInfo;
import dev.fencepost.engine.v1.ChildInfo;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.engine.v1.RunState;
import io.temporal.api.command.v1.Command;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.StartChildWorkflowExecutionFailedCause;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionCompletedEventAttributes;
import io.temporal.api.taskqueue.v1.StickyExecutionAttributes;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Walks a run through operations, of which those that make no sense where it stands do nothing. */
final class RandomWalk {

  /** What happens. */
  enum Happening {
    SIGNAL,
    REQUEST_CANCEL,
    START_WORKFLOW_TASK,
    COMPLETE_WORKFLOW_TASK,
    COMPLETE_AND_RETURN_NEXT,
    COMPLETE_STICKY,
    COMPLETE_WITH_BAD_COMMAND,
    FAIL_WORKFLOW_TASK,
    START_ACTIVITY,
    COMPLETE_ACTIVITY,
    FAIL_ACTIVITY,
    CANCEL_ACTIVITY,
    HEARTBEAT,
    PASS_TIME,
    START_CHILD,
    FAIL_CHILD_START,
    CLOSE_CHILD,
    CLOSE_WORKFLOW
  }

  /**
   * One step.
   *
   * @param happening what happens
   * @param choice to what, and how
   */
  record Step(Happening happening, int choice) {}

  private final RunUnderTest run;
  private int signals;
  private int names;

  RandomWalk(RunUnderTest run) {
    this.run = run;
  }

  void take(Step step) {
    MutableState state = run.state();
    if (state.getState() == RunState.RUN_STATE_COMPLETED) {
      return;
    }
    boolean started = state.getWorkflowTask().getStartedEventId() != 0;
    switch (step.happening()) {
      case SIGNAL -> signal(started);
      case REQUEST_CANCEL -> run.apply(session -> session.requestCancel(Requests.cancel("cancel")));
      case START_WORKFLOW_TASK -> {
        if (state.hasWorkflowTask() && !started) {
          run.startWorkflowTask();
        }
      }
      case COMPLETE_WORKFLOW_TASK -> complete(started, step.choice(), completion());
      case COMPLETE_AND_RETURN_NEXT ->
          complete(
              started,
              step.choice(),
              completion()
                  .setReturnNewWorkflowTask(true)
                  .setForceCreateNewWorkflowTask(step.choice() % 2 == 0));
      case COMPLETE_STICKY ->
          complete(
              started,
              step.choice(),
              completion()
                  .setStickyAttributes(
                      StickyExecutionAttributes.newBuilder()
                          .setWorkerTaskQueue(TaskQueue.newBuilder().setName("sticky"))
                          .setScheduleToStartTimeout(Times.duration(Duration.ofSeconds(5)))));
      case COMPLETE_WITH_BAD_COMMAND ->
          complete(
              started,
              step.choice(),
              completion().addCommands(Commands.cancelTimer("never started")));
      case FAIL_WORKFLOW_TASK -> failWorkflowTask(started);
      case CLOSE_WORKFLOW -> {
        if (started) {
          run.completeWorkflowTask(close(step.choice()));
        }
      }
      case PASS_TIME -> run.runTimers(Duration.ofMillis(1 + step.choice() * 137L % 15_000));
      case START_ACTIVITY, COMPLETE_ACTIVITY, FAIL_ACTIVITY, CANCEL_ACTIVITY, HEARTBEAT ->
          activity(step);
      case START_CHILD, FAIL_CHILD_START, CLOSE_CHILD -> child(step);
    }
    checkNoSignalIsLost();
  }

  private static RespondWorkflowTaskCompletedRequest.Builder completion() {
    return RespondWorkflowTaskCompletedRequest.newBuilder();
  }

  private void signal(boolean started) {
    if (!(started && run.state().getCloseAttempted())) {
      signals++;
      run.apply(session -> session.signal(Requests.signal("s", "signal-" + signals)));
      run.apply(session -> session.signal(Requests.signal("s", "signal-" + signals)));
    }
  }

  private void checkNoSignalIsLost() {
    assertThat(
            run.allEvents()
                .filter(
                    event ->
                        event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED))
        .as("signals received")
        .hasSize(signals);
  }

  private void complete(
      boolean started, int choice, RespondWorkflowTaskCompletedRequest.Builder request) {
    if (started) {
      List<Command> commands = new ArrayList<>(request.getCommandsList());
      commands.addAll(0, commands(choice));
      run.completeWorkflowTask(request.clearCommands().addAllCommands(commands));
    }
  }

  private List<Command> commands(int choice) {
    List<Command> commands = new ArrayList<>();
    names++;
    if (choice % 2 == 0) {
      commands.add(
          Commands.schedule(
              Commands.activity("activity-" + names)
                  .setHeartbeatTimeout(
                      Times.duration(Duration.ofSeconds(choice % 5 == 0 ? 3 : 0)))));
    }
    if (choice % 3 == 0) {
      commands.add(Commands.startTimer("timer-" + names, Duration.ofMillis(choice * 31L)));
    }
    if (choice % 5 == 0) {
      commands.add(Commands.startChild("child-" + names));
    }
    if (choice % 7 == 0) {
      run.state().getTimersMap().keySet().stream()
          .min(String::compareTo)
          .ifPresent(timer -> commands.add(Commands.cancelTimer(timer)));
    }
    if (choice % 11 == 0) {
      new TreeMap<>(run.state().getActivitiesMap())
          .values().stream()
              .filter(activity -> !activity.getCancelRequested())
              .findFirst()
              .ifPresent(
                  activity ->
                      commands.add(Commands.cancelActivity(activity.getScheduledEventId())));
    }
    return commands;
  }

  private static Command close(int choice) {
    return switch (choice % 4) {
      case 0 -> Commands.complete();
      case 1 -> Commands.fail(Requests.failure("IOException"));
      case 2 -> Commands.continueAsNew();
      default -> Commands.cancel();
    };
  }

  private void failWorkflowTask(boolean started) {
    if (started) {
      run.apply(
          session ->
              session.failWorkflowTask(
                  run.workflowTaskToken(),
                  RespondWorkflowTaskFailedRequest.newBuilder()
                      .setCause(
                          WorkflowTaskFailedCause
                              .WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR)
                      .build()));
    }
  }

  private void activity(Step step) {
    boolean start = step.happening() == Happening.START_ACTIVITY;
    List<ActivityInfo> candidates =
        new TreeMap<>(run.state().getActivitiesMap())
            .values().stream().filter(activity -> activity.hasStartedTime() != start).toList();
    if (candidates.isEmpty()) {
      return;
    }
    ActivityInfo activity = candidates.get(step.choice() % candidates.size());
    String id = activity.getActivityId();
    switch (step.happening()) {
      case START_ACTIVITY -> run.startActivity(id);
      case COMPLETE_ACTIVITY ->
          run.apply(
              session ->
                  session.completeActivity(
                      run.activityToken(id),
                      RespondActivityTaskCompletedRequest.getDefaultInstance()));
      case FAIL_ACTIVITY ->
          run.apply(
              session ->
                  session.failActivity(
                      run.activityToken(id),
                      RespondActivityTaskFailedRequest.newBuilder()
                          .setFailure(Requests.failure("IOException"))
                          .build()));
      case HEARTBEAT ->
          run.apply(
              session -> session.heartbeat(run.activityToken(id), Payloads.getDefaultInstance()));
      case CANCEL_ACTIVITY -> {
        if (activity.getCancelRequested()) {
          run.apply(
              session ->
                  session.cancelActivity(
                      run.activityToken(id),
                      RespondActivityTaskCanceledRequest.getDefaultInstance()));
        }
      }
      default -> throw new IllegalArgumentException("not about an activity: " + step);
    }
  }

  private void child(Step step) {
    boolean close = step.happening() == Happening.CLOSE_CHILD;
    Optional<ChildInfo> candidate =
        new TreeMap<>(run.state().getChildrenMap())
            .values().stream().filter(child -> close || child.getRunId().isEmpty()).findFirst();
    if (candidate.isEmpty()) {
      return;
    }
    long initiated = candidate.get().getInitiatedEventId();
    WorkflowExecution execution =
        WorkflowExecution.newBuilder()
            .setWorkflowId(candidate.get().getWorkflowId())
            .setRunId("run")
            .build();
    switch (step.happening()) {
      case START_CHILD -> run.apply(session -> session.childStarted(initiated, execution));
      case FAIL_CHILD_START ->
          run.apply(
              session ->
                  session.childStartFailed(
                      initiated,
                      StartChildWorkflowExecutionFailedCause
                          .START_CHILD_WORKFLOW_EXECUTION_FAILED_CAUSE_WORKFLOW_ALREADY_EXISTS));
      case CLOSE_CHILD ->
          run.apply(
              session ->
                  session.childClosed(
                      initiated,
                      execution,
                      HistoryEvent.newBuilder()
                          .setWorkflowExecutionCompletedEventAttributes(
                              WorkflowExecutionCompletedEventAttributes.getDefaultInstance())
                          .build()));
      default -> throw new IllegalArgumentException("not about a child: " + step);
    }
  }

  /** Lets a worker answer until the run is closed, which it must be after a few answers. */
  void closeNow() {
    for (int answer = 0;
        answer < 5 && run.state().getState() != RunState.RUN_STATE_COMPLETED;
        answer++) {
      if (!run.state().hasWorkflowTask()) {
        signal(false);
      }
      if (run.state().getWorkflowTask().getStartedEventId() == 0) {
        run.startWorkflowTask();
      }
      run.completeWorkflowTask(Commands.complete());
    }
    assertThat(run.state().getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
    checkNoSignalIsLost();
  }
}
