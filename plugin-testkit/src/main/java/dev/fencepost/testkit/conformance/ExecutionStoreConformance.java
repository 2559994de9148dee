// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static dev.fencepost.spi.execution.CurrentHandling.UPDATE_CURRENT;
import static dev.fencepost.testkit.internal.Infos.VERSION;
import static dev.fencepost.testkit.internal.Infos.closed;
import static dev.fencepost.testkit.internal.Infos.running;
import static dev.fencepost.testkit.internal.Infos.zombie;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.Blob;
import dev.fencepost.spi.error.AlreadyExists;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.execution.CreateExecution;
import dev.fencepost.spi.execution.CurrentHandling;
import dev.fencepost.spi.execution.ExecutionInfo;
import dev.fencepost.spi.execution.ExecutionMutation;
import dev.fencepost.spi.execution.ExecutionState;
import dev.fencepost.spi.execution.ExecutionStatus;
import dev.fencepost.spi.execution.ExecutionStore;
import dev.fencepost.spi.execution.SetExecution;
import dev.fencepost.spi.execution.UpdateExecution;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Infos;
import dev.fencepost.testkit.internal.Samples;
import dev.fencepost.testkit.internal.ShardPicture;
import dev.fencepost.testkit.internal.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ExecutionStore} does beside creating, updating and resolving conflicts, which
 * have classes of their own: E37 to E44, X1 to X10 and C1 to C9 of the contract.
 *
 * <p>Not here, because the SPI has no such call: E40 and C1 to C9 under a second archetype, the
 * rows of the map tables in E43, X9 and X10 (locks inside a caller's transaction; the checks of
 * record versions need those locks) and C9 (a lock outside a transaction).
 */
public abstract class ExecutionStoreConformance extends ExecutionConformance {

  /** The kit for a backend. */
  protected ExecutionStoreConformance(PersistenceSource source) {
    super(source);
  }

  @Test
  void E37_setOfAMissingRunIsAFailedCondition() {
    Workflow workflow = newWorkflow();
    WorkflowKey absent = workflow.newRun();
    expectRefused(
        new FailedCondition.ExecutionMissing(absent),
        () -> executions().set(workflow.set(absent, 1, running("x"))),
        workflow,
        absent);
  }

  @Test
  void E38_setWithAnotherRecordVersionIsAFailedCondition() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BRAND_NEW, running("first"));
    expectRefused(
        versionIs(run, 2, 1, running("first")),
        () -> executions().set(workflow.set(run, 2, running("x"))),
        workflow,
        run);
  }

  @Test
  void E39_X4_X6_setStoresTheRunAndItsTasksAndLeavesTheCurrentRecord() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BRAND_NEW, running("first"));
    executions().set(workflow.set(run, 1, closed("second")));
    assertStored(workflow, run, closed("second"), 2);
    assertCurrent(workflow, run, running("first"));
    ShardPicture picture = picture(workflow, run);
    assertThat(picture.immediateTasks()).hasSize(2);
    assertThat(picture.scheduledTasks()).hasSize(2);
  }

  @Test
  void setWithATakenTaskKeyIsAlreadyExistsAndWritesNothing() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BRAND_NEW, running("first"));
    SetExecution first = workflow.set(run, 1, running("second"));
    executions().set(first);
    SetExecution clash =
        new SetExecution(
            workflow.fence(),
            UUID.randomUUID(),
            new ExecutionMutation(run, 2, running("third"), first.mutation().tasks()));
    ShardPicture before = picture(workflow, run);
    Errors.expect(AlreadyExists.class, () -> executions().set(clash));
    assertThat(picture(workflow, run)).isEqualTo(before);
  }

  @Test
  void E41_C7_deleteCurrentRemovesTheCurrentRecordAndLeavesTheRun() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BRAND_NEW, running("first"));
    executions().deleteCurrent(workflow.deletion(run));
    NotFound notFound =
        Errors.expect(
            NotFound.class,
            () ->
                executions()
                    .readCurrent(
                        workflow.fence().shardId(), workflow.namespaceId(), workflow.workflowId()));
    assertThat(notFound.summary()).isEqualTo("workflow not found");
    assertThat(notFound.context()).containsValue(workflow.workflowId());
    assertStored(workflow, run, running("first"), 1);
    assertHistory(workflow, run, 1L);
  }

  @Test
  void E42_C8_deleteCurrentOfAnotherRunLeavesTheCurrentRecord() {
    Workflow workflow = newWorkflow();
    WorkflowKey first = created(workflow, BRAND_NEW, closed("first"));
    WorkflowKey second = created(workflow, replacing(first, VERSION), running("second"));
    executions().deleteCurrent(workflow.deletion(first));
    assertCurrent(workflow, second, running("second"));
    executions().deleteCurrent(workflow.deletion(second));
    assertThat(current(workflow)).isEmpty();
    executions().deleteCurrent(workflow.deletion(second));
    assertThat(current(workflow)).isEmpty();
  }

  @Test
  void E43_X8_deleteRemovesTheRunAndMayBeRepeated() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BRAND_NEW, running("first"));
    executions().delete(workflow.deletion(run));
    assertAbsent(workflow, run);
    assertCurrent(workflow, run, running("first"));
    assertHistory(workflow, run, 1L);
    executions().delete(workflow.deletion(run));
    assertAbsent(workflow, run);
  }

  @Test
  void E44_X7_deleteOfAMissingRunDoesNothing() {
    Workflow workflow = newWorkflow();
    WorkflowKey other = created(workflow, BRAND_NEW, running("other"));
    WorkflowKey absent = workflow.newRun();
    ShardPicture before = picture(workflow, other, absent);
    executions().delete(workflow.deletion(absent));
    executions().deleteCurrent(workflow.deletion(absent));
    assertThat(picture(workflow, other, absent)).isEqualTo(before);
  }

  @Test
  void X1_X3_C1_C3_everyFieldIsReadBack() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = workflow.newRun();
    ExecutionInfo info =
        new ExecutionInfo(
            Samples.UNICODE,
            ExecutionState.RUNNING,
            ExecutionStatus.RUNNING,
            Instant.parse("1999-12-31T23:59:59.999999Z"),
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            new Blob(new byte[] {0, 1, -1, 127, -128}, "Proto3"));
    executions().create(workflow.create(BRAND_NEW, run, info));
    assertStored(workflow, run, info, 1);
    assertCurrent(workflow, run, info);
  }

  @Test
  void X2_C2_oneRunIdMayBeUsedInAnotherWorkflowNamespaceAndShard() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BRAND_NEW, running("first"));
    WorkflowKey otherWorkflow = new WorkflowKey(run.namespaceId(), "another", run.runId());
    WorkflowKey otherNamespace = new WorkflowKey(UUID.randomUUID(), run.workflowId(), run.runId());
    Workflow otherShard = workflow.under(ownedShard());
    executions().create(workflow.create(BRAND_NEW, otherWorkflow, running("second")));
    executions().create(workflow.create(BRAND_NEW, otherNamespace, running("third")));
    executions().create(otherShard.create(BRAND_NEW, run, running("fourth")));
    assertStored(workflow, run, running("first"), 1);
    assertStored(workflow, otherWorkflow, running("second"), 1);
    assertStored(workflow, otherNamespace, running("third"), 1);
    assertStored(otherShard, run, running("fourth"), 1);
    assertCurrent(workflow, run, running("first"));
    assertCurrent(otherShard, run, running("fourth"));
  }

  @Test
  void X5_C5_readsOfWhatIsMissingAreNotFound() {
    Workflow workflow = newWorkflow();
    assertAbsent(workflow, workflow.newRun());
    assertThat(current(workflow)).isEmpty();
  }

  @Test
  void C4_C6_theCurrentRecordFollowsTheRun() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BRAND_NEW, running("first"));
    ExecutionInfo next =
        Infos.info(ExecutionState.COMPLETED, ExecutionStatus.TIMED_OUT, VERSION + 5, 9, "end");
    executions().update(workflow.update(UPDATE_CURRENT, run, 1, next));
    assertCurrent(workflow, run, next);
    created(workflow, replacing(run, VERSION + 5), running("second"));
  }

  @Test
  void idsMayHaveTheirFullLengthInWideCharacters() {
    require(Capability.IDS_OF_THREE_KILOBYTES);
    assertIdsAreStored(List.of("測".repeat(1_000)));
  }

  @Test
  void idsMayHaveAnyCharacter() {
    assertIdsAreStored(List.of(Samples.UNICODE, " ", Samples.textOfLength(255)));
  }

  private void assertIdsAreStored(List<String> workflowIds) {
    Workflow shard = newWorkflow();
    for (String workflowId : workflowIds) {
      Workflow workflow = new Workflow(shard.fence(), UUID.randomUUID(), workflowId);
      WorkflowKey run = created(workflow, BRAND_NEW, running("first"));
      executions().update(workflow.update(UPDATE_CURRENT, run, 1, running("second")));
      assertStored(workflow, run, running("second"), 2);
      assertCurrent(workflow, run, running("second"));
    }
  }

  @Test
  void idsOfAWrongLengthOrWithANulAreInvalid() {
    Workflow shard = newWorkflow();
    for (String workflowId :
        List.of("", Samples.textOfLength(1_001), "nul\0nul", Samples.HALF_CHARACTER)) {
      Workflow workflow = new Workflow(shard.fence(), UUID.randomUUID(), workflowId);
      WorkflowKey run = workflow.newRun();
      CreateExecution request = workflow.create(BRAND_NEW, run, running("x"));
      Errors.expect(InvalidRequest.class, () -> executions().create(request));
    }
    WorkflowKey run = shard.newRun();
    ExecutionInfo longRequestId =
        new ExecutionInfo(
            Samples.textOfLength(256),
            ExecutionState.RUNNING,
            ExecutionStatus.RUNNING,
            Instant.EPOCH,
            1,
            1,
            Samples.blob("x"));
    CreateExecution request = shard.create(BRAND_NEW, run, longRequestId);
    Errors.expect(InvalidRequest.class, () -> executions().create(request));
    assertAbsent(shard, run);
  }

  @Test
  void anEmptyMutableStateIsReadBack() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BRAND_NEW, running(""));
    assertStored(workflow, run, running(""), 1);
  }

  @Test
  void aMutableStateOfOneMebibyteIsReadBackWhole() {
    require(Capability.BLOBS_OF_ONE_MEBIBYTE);
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BRAND_NEW, running("small"));
    ExecutionInfo large =
        new ExecutionInfo(
            "request",
            ExecutionState.RUNNING,
            ExecutionStatus.RUNNING,
            Instant.EPOCH,
            VERSION,
            4,
            Samples.blobOfSize(1 << 20));
    executions().update(workflow.update(UPDATE_CURRENT, run, 1, large));
    assertStored(workflow, run, large, 2);
  }

  @Test
  void theFenceIsReportedBeforeTheCurrentRunAndThatBeforeTheRecordVersion() {
    Workflow workflow = newWorkflow();
    WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
    WorkflowKey zombie = created(workflow, BYPASS, zombie("zombie"));
    Workflow owner = workflow.under(takeOver(workflow.fence()));
    UpdateExecution allWrong = workflow.update(UPDATE_CURRENT, zombie, 7, running("x"));
    Errors.expectOwnershipLost(
        workflow.fence(), owner.fence().rangeId(), () -> executions().update(allWrong));
    expectRefused(
        currentIs(current, running("current")),
        () -> executions().update(owner.update(UPDATE_CURRENT, zombie, 7, running("x"))),
        owner,
        current,
        zombie);
    expectRefused(
        versionIs(current, 7, 1, running("current")),
        () ->
            executions()
                .update(
                    owner.updateWithNewRun(
                        UPDATE_CURRENT,
                        Workflow.mutation(current, 7, closed("x")),
                        zombie,
                        running("x"))),
        owner,
        current,
        zombie);
  }

  @Test
  void aFailedWriteLeavesTheCallersRecordsUnchanged() {
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BRAND_NEW, running("first"));
    byte[] given = {1, 2, 3};
    ExecutionInfo info =
        new ExecutionInfo(
            "request",
            ExecutionState.RUNNING,
            ExecutionStatus.RUNNING,
            Instant.EPOCH,
            VERSION,
            4,
            new Blob(given, "Binary"));
    for (CurrentHandling handling : CurrentHandling.values()) {
      UpdateExecution request = workflow.update(handling, run, 5, info);
      UpdateExecution same =
          new UpdateExecution(
              request.fence(),
              request.requestId(),
              handling,
              request.mutation(),
              Optional.empty(),
              request.appends());
      Errors.expect(ConditionFailed.class, () -> executions().update(request));
      assertThat(request).isEqualTo(same);
      assertThat(given).containsExactly(1, 2, 3);
    }
  }
}
