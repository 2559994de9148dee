// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static dev.fencepost.spi.execution.CurrentHandling.BYPASS_CURRENT;
import static dev.fencepost.spi.execution.CurrentHandling.UPDATE_CURRENT;
import static dev.fencepost.testkit.internal.Infos.VERSION;
import static dev.fencepost.testkit.internal.Infos.closed;
import static dev.fencepost.testkit.internal.Infos.running;
import static dev.fencepost.testkit.internal.Infos.zombie;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.execution.ConflictResolveExecution;
import dev.fencepost.spi.execution.CurrentHandling;
import dev.fencepost.spi.execution.ExecutionMutation;
import dev.fencepost.spi.execution.ExecutionSnapshot;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Workflow;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * How {@link dev.fencepost.spi.execution.ExecutionStore#conflictResolve} behaves: E23 to E27 and
 * E29 to E36 of the contract. E28 concerns CHASM archetypes, which the SPI does not have.
 */
public abstract class ExecutionConflictResolutionConformance extends ExecutionConformance {

  private static final Optional<ExecutionMutation> NO_MUTATION = Optional.empty();
  private static final Optional<ExecutionSnapshot> NO_NEW_RUN = Optional.empty();

  /** The kit for a backend. */
  protected ExecutionConflictResolutionConformance(PersistenceSource source) {
    super(source);
  }

  private static Optional<ExecutionMutation> suppressing(WorkflowKey run, long expectedVersion) {
    return Optional.of(Workflow.mutation(run, expectedVersion, zombie("suppressed")));
  }

  private static ExecutionMutation resetting(WorkflowKey run, long expectedVersion) {
    return Workflow.mutation(run, expectedVersion, running("reset", 9));
  }

  private static Optional<ExecutionSnapshot> continuing(WorkflowKey run) {
    return Optional.of(Workflow.snapshot(run, running("new")));
  }

  private void resolve(ConflictResolveExecution request) {
    executions().conflictResolve(request);
  }

  @Test
  void E23_theResetRunTakesThePlaceOfTheSuppressedCurrentOne() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    WorkflowKey reset = created(workflow, BYPASS, zombie("zombie"));
    resolve(
        workflow.resolve(UPDATE_CURRENT, resetting(reset, 1), suppressing(current, 1), NO_NEW_RUN));
    assertStored(workflow, reset, running("reset", 9), 2);
    assertStored(workflow, current, zombie("suppressed"), 2);
    assertCurrent(workflow, reset, running("reset", 9));
    assertHistory(workflow, reset, 1L, 7L);
    assertThat(picture(workflow, current, reset).immediateTasks()).hasSize(4);
  }

  @Test
  void E24_suppressingARunThatIsNotCurrentIsAFailedCondition() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    WorkflowKey reset = created(workflow, BYPASS, zombie("zombie"));
    WorkflowKey other = created(workflow, BYPASS, zombie("other"));
    ConflictResolveExecution request =
        workflow.resolve(UPDATE_CURRENT, resetting(reset, 1), suppressing(other, 1), NO_NEW_RUN);
    expectRefused(
        currentIs(current, running("current")),
        () -> resolve(request),
        workflow,
        current,
        reset,
        other);
  }

  @Test
  void E25_anotherRecordVersionOfTheSuppressedRunIsAFailedCondition() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    WorkflowKey reset = created(workflow, BYPASS, zombie("zombie"));
    ConflictResolveExecution request =
        workflow.resolve(UPDATE_CURRENT, resetting(reset, 1), suppressing(current, 2), NO_NEW_RUN);
    expectRefused(
        versionIs(current, 2, 1, running("current")),
        () -> resolve(request),
        workflow,
        current,
        reset);
  }

  @Test
  void E26_anotherRecordVersionOfTheResetRunIsAFailedCondition() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    WorkflowKey reset = created(workflow, BYPASS, zombie("zombie"));
    ConflictResolveExecution request =
        workflow.resolve(UPDATE_CURRENT, resetting(reset, 3), suppressing(current, 1), NO_NEW_RUN);
    expectRefused(
        versionIs(reset, 3, 1, zombie("zombie")), () -> resolve(request), workflow, current, reset);
  }

  @Test
  void E27_aNewRunTakesThePlaceOfTheSuppressedCurrentOne() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    WorkflowKey reset = created(workflow, BYPASS, zombie("zombie"));
    WorkflowKey next = workflow.newRun();
    resolve(
        workflow.resolve(
            UPDATE_CURRENT,
            Workflow.mutation(reset, 1, closed("reset")),
            suppressing(current, 1),
            continuing(next)));
    assertStored(workflow, reset, closed("reset"), 2);
    assertStored(workflow, current, zombie("suppressed"), 2);
    assertStored(workflow, next, running("new"), 1);
    assertCurrent(workflow, next, running("new"));
  }

  @Test
  void E29_theCurrentRunIsResetInPlace() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    resolve(workflow.resolve(UPDATE_CURRENT, resetting(current, 1), NO_MUTATION, NO_NEW_RUN));
    assertStored(workflow, current, running("reset", 9), 2);
    assertCurrent(workflow, current, running("reset", 9));
    assertHistory(workflow, current, 1L, 7L);
  }

  @Test
  void E30_resettingARunInPlaceThatIsNotCurrentIsAFailedCondition() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    WorkflowKey zombie = created(workflow, BYPASS, zombie("zombie"));
    ConflictResolveExecution request =
        workflow.resolve(UPDATE_CURRENT, resetting(zombie, 1), NO_MUTATION, NO_NEW_RUN);
    expectRefused(
        currentIs(current, running("current")), () -> resolve(request), workflow, current, zombie);
  }

  @Test
  void E30_resettingInPlaceWithoutACurrentRunIsAFailedCondition() {
    Workflow workflow = newWorkflow();
    WorkflowKey zombie = created(workflow, BYPASS, zombie("zombie"));
    ConflictResolveExecution request =
        workflow.resolve(UPDATE_CURRENT, resetting(zombie, 1), NO_MUTATION, NO_NEW_RUN);
    expectRefused(noCurrent(), () -> resolve(request), workflow, zombie);
  }

  @Test
  void E31_anotherRecordVersionOfTheCurrentRunIsAFailedCondition() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    ConflictResolveExecution request =
        workflow.resolve(UPDATE_CURRENT, resetting(current, 2), NO_MUTATION, NO_NEW_RUN);
    expectRefused(
        versionIs(current, 2, 1, running("current")), () -> resolve(request), workflow, current);
  }

  @Test
  void E32_aNewRunTakesThePlaceOfTheResetCurrentOne() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    WorkflowKey next = workflow.newRun();
    resolve(
        workflow.resolve(
            UPDATE_CURRENT,
            Workflow.mutation(current, 1, closed("reset")),
            NO_MUTATION,
            continuing(next)));
    assertStored(workflow, current, closed("reset"), 2);
    assertStored(workflow, next, running("new"), 1);
    assertCurrent(workflow, next, running("new"));
  }

  @Test
  void E33_bypassCurrentResetsARunBesideTheCurrentOne() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    WorkflowKey zombie = created(workflow, BYPASS, zombie("zombie"));
    resolve(
        workflow.resolve(
            BYPASS_CURRENT,
            Workflow.mutation(zombie, 1, zombie("reset")),
            NO_MUTATION,
            NO_NEW_RUN));
    assertStored(workflow, zombie, zombie("reset"), 2);
    assertStored(workflow, current, running("current"), 1);
    assertCurrent(workflow, current, running("current"));
  }

  @Test
  void E34_bypassCurrentOfTheCurrentRunIsAFailedCondition() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    ConflictResolveExecution request =
        workflow.resolve(BYPASS_CURRENT, resetting(current, 1), NO_MUTATION, NO_NEW_RUN);
    expectRefused(
        currentIs(current, running("current")), () -> resolve(request), workflow, current);
  }

  @Test
  void E35_bypassCurrentWithAnotherRecordVersionIsAFailedCondition() {
    Workflow workflow = newWorkflow();
    created(workflow, BRAND_NEW, running("current"));
    WorkflowKey zombie = created(workflow, BYPASS, zombie("zombie"));
    ConflictResolveExecution request =
        workflow.resolve(BYPASS_CURRENT, resetting(zombie, 9), NO_MUTATION, NO_NEW_RUN);
    expectRefused(
        versionIs(zombie, 9, 1, zombie("zombie")), () -> resolve(request), workflow, zombie);
  }

  @Test
  void E36_bypassCurrentMayBringANewRunThatIsNotCurrent() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    WorkflowKey zombie = created(workflow, BYPASS, zombie("zombie"));
    WorkflowKey next = workflow.newRun();
    resolve(
        workflow.resolve(
            BYPASS_CURRENT,
            Workflow.mutation(zombie, 1, closed("reset")),
            NO_MUTATION,
            Optional.of(Workflow.snapshot(next, zombie("next")))));
    assertStored(workflow, zombie, closed("reset"), 2);
    assertStored(workflow, next, zombie("next"), 1);
    assertCurrent(workflow, current, running("current"));
  }

  @Test
  void theCurrentRunIsReportedBeforeTheResetOneAndThatBeforeTheSuppressedAndTheNewOne() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    WorkflowKey zombie = created(workflow, BYPASS, zombie("zombie"));
    Optional<ExecutionSnapshot> existing = continuing(zombie);
    ConflictResolveExecution allWrong =
        workflow.resolve(UPDATE_CURRENT, resetting(current, 9), suppressing(zombie, 8), existing);
    ConflictResolveExecution versionsWrong =
        workflow.resolve(UPDATE_CURRENT, resetting(zombie, 9), suppressing(current, 8), existing);
    ConflictResolveExecution suppressedWrong =
        workflow.resolve(UPDATE_CURRENT, resetting(zombie, 1), suppressing(current, 8), existing);
    expectRefused(
        currentIs(current, running("current")), () -> resolve(allWrong), workflow, current, zombie);
    expectRefused(
        versionIs(zombie, 9, 1, zombie("zombie")),
        () -> resolve(versionsWrong),
        workflow,
        current,
        zombie);
    expectRefused(
        versionIs(current, 8, 1, running("current")),
        () -> resolve(suppressedWrong),
        workflow,
        current,
        zombie);
  }

  @Test
  void aMissingRunToResetIsAFailedCondition() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    WorkflowKey absent = workflow.newRun();
    ConflictResolveExecution suppressing =
        workflow.resolve(UPDATE_CURRENT, resetting(absent, 1), suppressing(current, 1), NO_NEW_RUN);
    ConflictResolveExecution bypassing =
        workflow.resolve(BYPASS_CURRENT, resetting(absent, 1), NO_MUTATION, NO_NEW_RUN);
    for (ConflictResolveExecution request :
        new ConflictResolveExecution[] {suppressing, bypassing}) {
      expectRefused(
          new FailedCondition.ExecutionMissing(absent),
          () -> resolve(request),
          workflow,
          current,
          absent);
    }
  }

  @Test
  void aNewRunThatExistsIsAFailedCondition() {
    Workflow workflow = newWorkflow();
    WorkflowKey first = created(workflow, BRAND_NEW, closed("first"));
    WorkflowKey current = created(workflow, replacing(first, VERSION), running("current"));
    for (CurrentHandling handling : new CurrentHandling[] {UPDATE_CURRENT, BYPASS_CURRENT}) {
      WorkflowKey zombie = created(workflow, BYPASS, zombie("zombie"));
      WorkflowKey reset = handling == UPDATE_CURRENT ? current : zombie;
      ConflictResolveExecution request =
          workflow.resolve(handling, resetting(reset, 1), NO_MUTATION, continuing(first));
      expectRefused(
          new FailedCondition.ExecutionExists(first, 1),
          () -> resolve(request),
          workflow,
          first,
          current,
          zombie);
    }
  }
}
