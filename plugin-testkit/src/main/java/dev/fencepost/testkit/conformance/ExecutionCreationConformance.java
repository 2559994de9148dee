// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static dev.fencepost.testkit.internal.Infos.VERSION;
import static dev.fencepost.testkit.internal.Infos.closed;
import static dev.fencepost.testkit.internal.Infos.running;
import static dev.fencepost.testkit.internal.Infos.zombie;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.error.AlreadyExists;
import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.execution.CreateExecution;
import dev.fencepost.spi.execution.CreateExecutionResult;
import dev.fencepost.spi.execution.CreateMode;
import dev.fencepost.spi.execution.CurrentExecution;
import dev.fencepost.spi.execution.CurrentHandling;
import dev.fencepost.spi.execution.ExecutionInfo;
import dev.fencepost.spi.execution.ExecutionSnapshot;
import dev.fencepost.spi.execution.ExecutionState;
import dev.fencepost.spi.execution.ExecutionStatus;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.task.HistoryTask;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Infos;
import dev.fencepost.testkit.internal.ShardPicture;
import dev.fencepost.testkit.internal.Workflow;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * How {@link dev.fencepost.spi.execution.ExecutionStore#create} behaves: E1, E3, E4 and E6 to E11
 * of the contract. E2 and E5 concern CHASM archetypes, which the SPI does not have.
 */
public abstract class ExecutionCreationConformance extends ExecutionConformance {

  /** The kit for a backend. */
  protected ExecutionCreationConformance(PersistenceSource source) {
    super(source);
  }

  @Test
  void E1_brandNewIsStoredWithItsHistoryAndTasks() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = workflow.newRun();
    CreateExecution request = workflow.create(BRAND_NEW, run, running("first"));
    assertThat(executions().create(request)).isEqualTo(CREATED);
    assertStored(workflow, run, running("first"), 1);
    assertCurrent(workflow, run, running("first"));
    ShardPicture picture = picture(workflow, run);
    assertThat(picture.nodes()).isEqualTo(List.of(List.of(Workflow.node(1, 0))));
    assertThat(picture.branches())
        .singleElement()
        .satisfies(branch -> assertThat(branch.branch()).isEqualTo(Workflow.branch(run)))
        .satisfies(branch -> assertThat(branch.information()).isEqualTo("of " + run.runId()));
    List<HistoryTask> tasks = request.snapshot().tasks();
    assertThat(picture.immediateTasks()).isEqualTo(List.of(tasks.getFirst()));
    assertThat(picture.scheduledTasks()).isEqualTo(List.of(tasks.getLast()));
  }

  @Test
  void E3_brandNewOverARunningCurrentTellsItAndWritesNothing() {
    Workflow workflow = newWorkflow();
    WorkflowKey first = created(workflow, BRAND_NEW, running("first"));
    expectConflict(workflow, BRAND_NEW, Workflow.current(first, running("first")), first);
  }

  @Test
  void E3_brandNewOverAClosedCurrentTellsItAndWritesNothing() {
    Workflow workflow = newWorkflow();
    WorkflowKey first = created(workflow, BRAND_NEW, closed("first"));
    expectConflict(workflow, BRAND_NEW, Workflow.current(first, closed("first")), first);
  }

  @Test
  void E4_updateCurrentReplacesAClosedRun() {
    Workflow workflow = newWorkflow();
    WorkflowKey first = created(workflow, BRAND_NEW, closed("first"));
    WorkflowKey second = created(workflow, replacing(first, VERSION), running("second"));
    assertStored(workflow, first, closed("first"), 1);
    assertStored(workflow, second, running("second"), 1);
    assertCurrent(workflow, second, running("second"));
    assertHistory(workflow, second, 1L);
  }

  @Test
  void E6_updateCurrentWithAnotherPreviousRunTellsTheCurrentOne() {
    Workflow workflow = newWorkflow();
    WorkflowKey first = created(workflow, BRAND_NEW, closed("first"));
    CreateMode wrongRun = new CreateMode.UpdateCurrent(UUID.randomUUID(), VERSION);
    expectConflict(workflow, wrongRun, Workflow.current(first, closed("first")), first);
  }

  @Test
  void E6_updateCurrentWithAnotherLastWriteVersionTellsTheCurrentOne() {
    Workflow workflow = newWorkflow();
    WorkflowKey first = created(workflow, BRAND_NEW, closed("first"));
    CreateMode wrongVersion = replacing(first, VERSION + 1);
    expectConflict(workflow, wrongVersion, Workflow.current(first, closed("first")), first);
  }

  @Test
  void E6_theLastWriteVersionIsComparedWithTheCurrentRecordNotWithTheRun() {
    Workflow workflow = newWorkflow();
    WorkflowKey first = created(workflow, BRAND_NEW, closed("first"));
    executions().set(workflow.set(first, 1, ofLastWriteVersion(closed("first"), VERSION + 1)));
    CreateMode versionOfTheRun = replacing(first, VERSION + 1);
    expectConflict(workflow, versionOfTheRun, Workflow.current(first, closed("first")), first);
    created(workflow, replacing(first, VERSION), running("second"));
  }

  private static ExecutionInfo ofLastWriteVersion(ExecutionInfo info, long version) {
    return new ExecutionInfo(
        info.createRequestId(),
        info.state(),
        info.status(),
        info.startTime(),
        version,
        info.nextEventId(),
        info.mutableState());
  }

  @Test
  void E6_updateCurrentOverAnOpenRunTellsTheCurrentOne() {
    Workflow workflow = newWorkflow();
    WorkflowKey first = created(workflow, BRAND_NEW, running("first"));
    CreateMode mode = replacing(first, VERSION);
    expectConflict(workflow, mode, Workflow.current(first, running("first")), first);
  }

  @Test
  void E6_updateCurrentWithoutACurrentRunTellsThatThereIsNone() {
    Workflow workflow = newWorkflow();
    WorkflowKey absent = workflow.newRun();
    WorkflowKey run = workflow.newRun();
    ShardPicture before = picture(workflow, run);
    CreateExecution request = workflow.create(replacing(absent, VERSION), run, running("second"));
    assertThat(executions().create(request))
        .isEqualTo(new CreateExecutionResult.CurrentExecutionConflict(Optional.empty()));
    assertThat(picture(workflow, run)).isEqualTo(before);
  }

  @Test
  void E7_bypassCurrentLeavesTheCurrentRunAlone() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    WorkflowKey zombie = created(workflow, BYPASS, zombie("beside"));
    assertStored(workflow, zombie, zombie("beside"), 1);
    assertStored(workflow, current, running("current"), 1);
    assertCurrent(workflow, current, running("current"));
    assertHistory(workflow, zombie, 1L);
  }

  @Test
  void E7_bypassCurrentNeedsNoCurrentRunAndMakesNone() {
    Workflow workflow = newWorkflow();
    WorkflowKey zombie = created(workflow, BYPASS, zombie("alone"));
    assertStored(workflow, zombie, zombie("alone"), 1);
    assertThat(current(workflow)).isEmpty();
  }

  @Test
  void E7_bypassCurrentOfTheRunThatIsCurrentTellsIt() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    ShardPicture before = picture(workflow, current);
    assertThat(executions().create(workflow.create(BYPASS, current, zombie("again"))))
        .isEqualTo(
            new CreateExecutionResult.CurrentExecutionConflict(
                Optional.of(Workflow.current(current, running("current")))));
    assertThat(picture(workflow, current)).isEqualTo(before);
  }

  @Test
  void E8_creatingARunAgainIsAFailedCondition() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BRAND_NEW, closed("first"));
    CreateExecution again = workflow.create(replacing(run, VERSION), run, running("second"));
    expectRefused(
        new FailedCondition.ExecutionExists(run, 1),
        () -> executions().create(again),
        workflow,
        run);
  }

  @Test
  void E8_theErrorHasTheRecordVersionFound() {
    Workflow workflow = newWorkflow();
    WorkflowKey zombie = created(workflow, BYPASS, zombie("first"));
    executions()
        .update(workflow.update(CurrentHandling.BYPASS_CURRENT, zombie, 1, zombie("second")));
    CreateExecution again = workflow.create(BYPASS, zombie, zombie("third"));
    expectRefused(
        new FailedCondition.ExecutionExists(zombie, 2),
        () -> executions().create(again),
        workflow,
        zombie);
  }

  @Test
  void E9_aRunMayBeCreatedClosed() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BRAND_NEW, closed("at once"));
    assertStored(workflow, run, closed("at once"), 1);
    assertCurrent(workflow, run, closed("at once"));
  }

  @Test
  void E10_aRunMayBeCreatedClosedBesideTheCurrentOne() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    WorkflowKey beside = created(workflow, BYPASS, closed("beside"));
    assertStored(workflow, beside, closed("beside"), 1);
    assertCurrent(workflow, current, running("current"));
  }

  @Test
  void E11_aRunMayBeCreatedClosedInThePlaceOfTheCurrentOne() {
    Workflow workflow = newWorkflow();
    WorkflowKey first = created(workflow, BRAND_NEW, closed("first"));
    WorkflowKey second = created(workflow, replacing(first, VERSION), closed("second"));
    assertStored(workflow, second, closed("second"), 1);
    assertCurrent(workflow, second, closed("second"));
  }

  @Test
  void everyStateAndStatusIsReadBack() {
    for (ExecutionStatus status : ExecutionStatus.values()) {
      ExecutionState state =
          status == ExecutionStatus.RUNNING ? ExecutionState.CREATED : ExecutionState.COMPLETED;
      ExecutionInfo info = Infos.info(state, status, Long.MAX_VALUE, 1, "of " + status);
      Workflow workflow = newWorkflow();
      WorkflowKey run = created(workflow, BRAND_NEW, info);
      assertStored(workflow, run, info, 1);
      assertCurrent(workflow, run, info);
    }
  }

  @Test
  void aTakenTaskKeyIsAlreadyExistsAndWritesNothing() {
    Workflow workflow = newWorkflow();
    WorkflowKey first = workflow.newRun();
    CreateExecution request = workflow.create(BRAND_NEW, first, closed("first"));
    executions().create(request);
    WorkflowKey second = workflow.newRun();
    CreateExecution clash =
        new CreateExecution(
            workflow.fence(),
            UUID.randomUUID(),
            replacing(first, VERSION),
            new ExecutionSnapshot(second, running("second"), request.snapshot().tasks()),
            List.of(Workflow.firstNode(second)));
    ShardPicture before = picture(workflow, first, second);
    Errors.expect(AlreadyExists.class, () -> executions().create(clash));
    assertThat(picture(workflow, first, second)).isEqualTo(before);
  }

  private void expectConflict(
      Workflow workflow, CreateMode mode, CurrentExecution actual, WorkflowKey existing) {
    WorkflowKey run = workflow.newRun();
    CreateExecution request = workflow.create(mode, run, running("refused"));
    ShardPicture before = picture(workflow, existing, run);
    assertThat(executions().create(request))
        .isEqualTo(new CreateExecutionResult.CurrentExecutionConflict(Optional.of(actual)));
    assertThat(picture(workflow, existing, run)).isEqualTo(before);
  }
}
