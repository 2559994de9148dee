// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static dev.fencepost.spi.execution.CurrentHandling.BYPASS_CURRENT;
import static dev.fencepost.spi.execution.CurrentHandling.IGNORE_CURRENT;
import static dev.fencepost.spi.execution.CurrentHandling.UPDATE_CURRENT;
import static dev.fencepost.testkit.internal.Infos.VERSION;
import static dev.fencepost.testkit.internal.Infos.closed;
import static dev.fencepost.testkit.internal.Infos.running;
import static dev.fencepost.testkit.internal.Infos.zombie;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.error.AlreadyExists;
import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.execution.ExecutionMutation;
import dev.fencepost.spi.execution.UpdateExecution;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.history.HistoryNode;
import dev.fencepost.spi.task.ImmediateTask;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.ShardPicture;
import dev.fencepost.testkit.internal.Workflow;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * How {@link dev.fencepost.spi.execution.ExecutionStore#update} behaves: E12 and E14 to E22 of the
 * contract. E13 concerns CHASM archetypes, which the SPI does not have.
 */
public abstract class ExecutionUpdateConformance extends ExecutionConformance {

  /** The kit for a backend. */
  protected ExecutionUpdateConformance(PersistenceSource source) {
    super(source);
  }

  @Test
  void E12_updateCurrentStoresTheMutationWithHistoryTasksAndTheNextRecordVersion() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BRAND_NEW, running("first"));
    UpdateExecution request = workflow.update(UPDATE_CURRENT, run, 1, running("second", 7));
    executions().update(request);
    assertStored(workflow, run, running("second", 7), 2);
    assertCurrent(workflow, run, running("second", 7));
    assertHistory(workflow, run, 1L, 4L);
    ShardPicture picture = picture(workflow, run);
    assertThat(picture.immediateTasks()).contains(immediate(request)).hasSize(2);
    assertThat(picture.scheduledTasks()).hasSize(2);
    executions().update(workflow.update(UPDATE_CURRENT, run, 2, closed("third")));
    assertStored(workflow, run, closed("third"), 3);
    assertCurrent(workflow, run, closed("third"));
  }

  @Test
  void E14_updateCurrentOfAnotherRunThanTheCurrentIsAFailedCondition() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    WorkflowKey other = workflow.newRun();
    expectRefused(
        currentIs(current, running("current")),
        () -> executions().update(workflow.update(UPDATE_CURRENT, other, 1, running("other"))),
        workflow,
        current,
        other);
    assertAbsent(workflow, other);
  }

  @Test
  void E14_updateCurrentWithoutACurrentRunIsAFailedCondition() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BYPASS, zombie("alone"));
    expectRefused(
        noCurrent(),
        () -> executions().update(workflow.update(UPDATE_CURRENT, run, 1, running("other"))),
        workflow,
        run);
  }

  @Test
  void E15_anotherRecordVersionIsAFailedConditionWithTheActualOne() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BRAND_NEW, running("first"));
    executions().update(workflow.update(UPDATE_CURRENT, run, 1, running("second", 7)));
    for (long wrong : new long[] {1, 3, Long.MAX_VALUE}) {
      expectRefused(
          versionIs(run, wrong, 2, running("second", 7)),
          () -> executions().update(workflow.update(UPDATE_CURRENT, run, wrong, running("x"))),
          workflow,
          run);
    }
    assertHistory(workflow, run, 1L, 4L);
  }

  @Test
  void E16_aNewRunIsStoredAndBecomesCurrent() {
    Workflow workflow = newWorkflow();
    WorkflowKey first = created(workflow, BRAND_NEW, running("first"));
    WorkflowKey second = workflow.newRun();
    executions()
        .update(
            workflow.updateWithNewRun(
                UPDATE_CURRENT,
                Workflow.mutation(first, 1, closed("first")),
                second,
                running("second")));
    assertStored(workflow, first, closed("first"), 2);
    assertStored(workflow, second, running("second"), 1);
    assertCurrent(workflow, second, running("second"));
    assertHistory(workflow, first, 1L, 4L);
    assertHistory(workflow, second, 1L);
    assertThat(picture(workflow, first, second).immediateTasks()).hasSize(3);
  }

  @Test
  void E16_aNewRunThatExistsIsAFailedCondition() {
    Workflow workflow = newWorkflow();
    WorkflowKey first = created(workflow, BRAND_NEW, running("first"));
    WorkflowKey existing = created(workflow, BYPASS, zombie("existing"));
    UpdateExecution request =
        workflow.updateWithNewRun(
            UPDATE_CURRENT,
            Workflow.mutation(first, 1, closed("first")),
            existing,
            running("second"));
    expectRefused(
        new FailedCondition.ExecutionExists(existing, 1),
        () -> executions().update(request),
        workflow,
        first,
        existing);
  }

  @Test
  void E17_bypassCurrentChangesARunBesideTheCurrentOne() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    WorkflowKey zombie = created(workflow, BYPASS, zombie("first"));
    executions().update(workflow.update(BYPASS_CURRENT, zombie, 1, zombie("second")));
    assertStored(workflow, zombie, zombie("second"), 2);
    assertStored(workflow, current, running("current"), 1);
    assertCurrent(workflow, current, running("current"));
  }

  @Test
  void E17_bypassCurrentNeedsNoCurrentRun() {
    Workflow workflow = newWorkflow();
    WorkflowKey zombie = created(workflow, BYPASS, zombie("first"));
    executions().update(workflow.update(BYPASS_CURRENT, zombie, 1, zombie("second")));
    assertStored(workflow, zombie, zombie("second"), 2);
    assertThat(current(workflow)).isEmpty();
  }

  @Test
  void E18_bypassCurrentOfTheCurrentRunIsAFailedCondition() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    expectRefused(
        currentIs(current, running("current")),
        () -> executions().update(workflow.update(BYPASS_CURRENT, current, 1, zombie("x"))),
        workflow,
        current);
  }

  @Test
  void E19_bypassCurrentWithAnotherRecordVersionIsAFailedCondition() {
    Workflow workflow = newWorkflow();
    created(workflow, BRAND_NEW, running("current"));
    WorkflowKey zombie = created(workflow, BYPASS, zombie("first"));
    expectRefused(
        versionIs(zombie, 2, 1, zombie("first")),
        () -> executions().update(workflow.update(BYPASS_CURRENT, zombie, 2, zombie("x"))),
        workflow,
        zombie);
  }

  @Test
  void E20_bypassCurrentMayBringANewRunThatIsNotCurrent() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    WorkflowKey zombie = created(workflow, BYPASS, zombie("first"));
    WorkflowKey next = workflow.newRun();
    executions()
        .update(
            workflow.updateWithNewRun(
                BYPASS_CURRENT, Workflow.mutation(zombie, 1, closed("end")), next, zombie("next")));
    assertStored(workflow, zombie, closed("end"), 2);
    assertStored(workflow, next, zombie("next"), 1);
    assertCurrent(workflow, current, running("current"));
  }

  @Test
  void E21_ignoreCurrentChangesTheClosedCurrentRunAndNotItsCurrentRecord() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BRAND_NEW, closed("first"));
    executions().update(workflow.update(IGNORE_CURRENT, run, 1, closed("second")));
    assertStored(workflow, run, closed("second"), 2);
    assertCurrent(workflow, run, closed("first"));
  }

  @Test
  void E22_ignoreCurrentChangesAClosedRunThatIsNotCurrent() {
    Workflow workflow = newWorkflow();
    WorkflowKey first = created(workflow, BRAND_NEW, closed("first"));
    WorkflowKey second = created(workflow, replacing(first, VERSION), running("second"));
    executions().update(workflow.update(IGNORE_CURRENT, first, 1, closed("changed")));
    assertStored(workflow, first, closed("changed"), 2);
    assertCurrent(workflow, second, running("second"));
  }

  @Test
  void aMissingRunIsAFailedConditionWhenTheCurrentRunIsNotAsked() {
    Workflow workflow = newWorkflow();
    WorkflowKey absent = workflow.newRun();
    for (UpdateExecution request :
        List.of(
            workflow.update(BYPASS_CURRENT, absent, 1, zombie("x")),
            workflow.update(IGNORE_CURRENT, absent, 1, zombie("x")))) {
      expectRefused(
          new FailedCondition.ExecutionMissing(absent),
          () -> executions().update(request),
          workflow,
          absent);
    }
  }

  @Test
  void aDeletedRunThatIsStillCurrentIsMissing() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BRAND_NEW, running("first"));
    executions().delete(workflow.deletion(run));
    expectRefused(
        new FailedCondition.ExecutionMissing(run),
        () -> executions().update(workflow.update(UPDATE_CURRENT, run, 1, running("x"))),
        workflow,
        run);
  }

  @Test
  void aTakenTaskKeyIsAlreadyExistsAndWritesNothing() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BRAND_NEW, running("first"));
    UpdateExecution first = workflow.update(UPDATE_CURRENT, run, 1, running("second"));
    executions().update(first);
    UpdateExecution clash =
        new UpdateExecution(
            workflow.fence(),
            UUID.randomUUID(),
            UPDATE_CURRENT,
            new ExecutionMutation(run, 2, running("third"), first.mutation().tasks()),
            Optional.empty(),
            List.of());
    ShardPicture before = picture(workflow, run);
    Errors.expect(AlreadyExists.class, () -> executions().update(clash));
    assertThat(picture(workflow, run)).isEqualTo(before);
  }

  @Test
  void anUpdateMayAppendSeveralNodesOfItsRun() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BRAND_NEW, running("first"));
    executions()
        .update(
            new UpdateExecution(
                workflow.fence(),
                UUID.randomUUID(),
                UPDATE_CURRENT,
                Workflow.mutation(run, 1, running("second")),
                Optional.empty(),
                List.of(
                    Workflow.furtherNode(run, 2, 1),
                    Workflow.furtherNode(run, 3, 2),
                    Workflow.furtherNode(run, 5, 3))));
    List<HistoryNode> nodes =
        ShardPicture.nodes(persistence(), workflow.fence().shardId(), Workflow.branch(run));
    assertThat(nodes)
        .isEqualTo(
            List.of(
                Workflow.node(1, 0),
                Workflow.node(2, 1),
                Workflow.node(3, 2),
                Workflow.node(5, 3)));
  }

  @Test
  void anUpdateMayBringNeitherTasksNorHistory() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BRAND_NEW, running("first"));
    executions()
        .update(
            new UpdateExecution(
                workflow.fence(),
                UUID.randomUUID(),
                UPDATE_CURRENT,
                new ExecutionMutation(run, 1, running("second"), List.of()),
                Optional.empty(),
                List.of()));
    assertStored(workflow, run, running("second"), 2);
    assertHistory(workflow, run, 1L);
  }

  private static ImmediateTask immediate(UpdateExecution request) {
    return (ImmediateTask) request.mutation().tasks().getFirst();
  }
}
