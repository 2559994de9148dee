// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static dev.fencepost.spi.execution.CurrentHandling.BYPASS_CURRENT;
import static dev.fencepost.spi.execution.CurrentHandling.UPDATE_CURRENT;
import static dev.fencepost.testkit.internal.Infos.VERSION;
import static dev.fencepost.testkit.internal.Infos.closed;
import static dev.fencepost.testkit.internal.Infos.running;
import static dev.fencepost.testkit.internal.Infos.zombie;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.execution.CreateExecutionResult;
import dev.fencepost.spi.execution.Execution;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Samples;
import dev.fencepost.testkit.internal.ShardPicture;
import dev.fencepost.testkit.internal.Workflow;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Races between writes of runs: items 2, 4 and 5 of the contract's section 4.9, seen from outside.
 * Races with a take-over have a class of their own. The interleavings themselves, statement by
 * statement, are a backend's own tests; {@code dev.fencepost.testkit.interleaving} helps with them.
 */
public abstract class ExecutionConcurrencyConformance extends ExecutionConformance {

  /** The kit for a backend. */
  protected ExecutionConcurrencyConformance(PersistenceSource source) {
    super(source);
  }

  @BeforeEach
  final void requireConcurrentCalls() {
    require(Capability.CONCURRENT_CALLS);
  }

  @Test
  void item2_aStaleAcquisitionNeverTurnsTheRangeIdBack() {
    ShardFence first = ownedShard();
    ShardFence second = takeOver(first);
    Errors.expectOwnershipLost(first, second.rangeId(), () -> takeOver(first));
    assertThat(persistence().shards().read(first.shardId()).rangeId()).isEqualTo(second.rangeId());
  }

  @Test
  void item4_bypassingTheCurrentRunAndMakingTheSameRunCurrentNeverBothSucceed()
      throws InterruptedException {
    for (int round = 0; round < 20; round++) {
      Workflow workflow = newWorkflow();
      WorkflowKey current = created(workflow, BRAND_NEW, running("current"));
      WorkflowKey zombie = created(workflow, BYPASS, zombie("zombie"));
      List<Together.Ending<String>> endings =
          Together.run(
              List.of(
                  () -> {
                    executions()
                        .update(workflow.update(BYPASS_CURRENT, zombie, 1, zombie("bypassed")));
                    return "bypassed";
                  },
                  () -> {
                    executions()
                        .conflictResolve(
                            workflow.resolve(
                                UPDATE_CURRENT,
                                Workflow.mutation(zombie, 1, running("reset")),
                                Optional.of(Workflow.mutation(current, 1, closed("closed"))),
                                Optional.empty()));
                    return "reset";
                  }));
      assertThat(Together.returned(endings)).hasSize(1);
      assertThat(Together.thrown(endings))
          .singleElement()
          .satisfies(error -> assertThat(error).isExactlyInstanceOf(ConditionFailed.class));
      boolean reset = Together.returned(endings).contains("reset");
      assertStored(workflow, zombie, reset ? running("reset") : zombie("bypassed"), 2);
      assertThat(current(workflow).orElseThrow().runId())
          .isEqualTo(reset ? zombie.runId() : current.runId());
    }
  }

  @Test
  void item5_updatesOfOneRunAtOnceGiveALinearHistoryOfRecordVersions() throws InterruptedException {
    Workflow workflow = newWorkflow();
    WorkflowKey run = created(workflow, BRAND_NEW, running("0"));
    int writers = 8;
    int writesEach = 10;
    List<Callable<Integer>> calls =
        IntStream.range(0, writers)
            .<Callable<Integer>>mapToObj(
                writer -> () -> incrementUntilDone(workflow, run, writesEach))
            .toList();
    List<Together.Ending<Integer>> endings = Together.run(calls);
    assertThat(Together.thrown(endings)).isEmpty();
    int total = writers * writesEach;
    assertStored(workflow, run, running(Integer.toString(total)), total + 1L);
    assertCurrent(workflow, run, running(Integer.toString(total)));
    assertThat(picture(workflow, run).immediateTasks()).hasSize(total + 1);
  }

  /** Adds one to the number in the mutable state, so often; returns how often it was refused. */
  private int incrementUntilDone(Workflow workflow, WorkflowKey run, int times) {
    int refused = 0;
    int done = 0;
    Deadline deadline = Deadline.inThirtySeconds();
    while (done < times) {
      deadline.check("the increments were not written");
      Execution found = executions().read(workflow.fence().shardId(), run);
      int next = 1 + Integer.parseInt(Samples.text(found.info().mutableState()));
      try {
        executions()
            .update(
                workflow.update(
                    UPDATE_CURRENT, run, found.recordVersion(), running(Integer.toString(next))));
        done++;
      } catch (ConditionFailed failed) {
        assertThat(failed.condition())
            .isInstanceOfSatisfying(
                FailedCondition.RecordVersionMismatch.class,
                mismatch ->
                    assertThat(mismatch.actualRecordVersion())
                        .isGreaterThan(found.recordVersion()));
        refused++;
      }
    }
    return refused;
  }

  @Test
  void ofManyWhoCreateOneWorkflowAtOnceExactlyOneSucceeds() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      Workflow workflow = newWorkflow();
      Callable<CreateExecutionResult> creator =
          () ->
              executions().create(workflow.create(BRAND_NEW, workflow.newRun(), running("first")));
      List<Together.Ending<CreateExecutionResult>> endings =
          Together.run(Collections.nCopies(8, creator));
      assertThat(Together.thrown(endings)).isEmpty();
      assertThat(Together.returned(endings).stream().filter(CREATED::equals)).hasSize(1);
      CreateExecutionResult conflict =
          new CreateExecutionResult.CurrentExecutionConflict(current(workflow));
      assertThat(Together.returned(endings).stream().filter(conflict::equals)).hasSize(7);
      assertThat(picture(workflow).immediateTasks()).hasSize(1);
    }
  }

  @Test
  void ofManyWhoReplaceAClosedRunAtOnceExactlyOneSucceeds() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      Workflow workflow = newWorkflow();
      WorkflowKey first = created(workflow, BRAND_NEW, closed("first"));
      Callable<CreateExecutionResult> creator =
          () ->
              executions()
                  .create(
                      workflow.create(
                          replacing(first, VERSION), workflow.newRun(), running("next")));
      List<Together.Ending<CreateExecutionResult>> endings =
          Together.run(Collections.nCopies(8, creator));
      assertThat(Together.thrown(endings)).isEmpty();
      assertThat(Together.returned(endings).stream().filter(CREATED::equals)).hasSize(1);
      assertThat(picture(workflow).immediateTasks()).hasSize(2);
    }
  }

  @Test
  void writesOfDifferentWorkflowsInOneShardDoNotRefuseEachOther() throws InterruptedException {
    ShardFence fence = ownedShard();
    Callable<WorkflowKey> writer =
        () -> {
          Workflow workflow = Workflow.in(fence);
          WorkflowKey run = created(workflow, BRAND_NEW, running("first"));
          for (long version = 1; version <= 10; version++) {
            executions().update(workflow.update(UPDATE_CURRENT, run, version, running("next")));
          }
          assertStored(workflow, run, running("next"), 11);
          return run;
        };
    List<Together.Ending<WorkflowKey>> endings = Together.run(Collections.nCopies(8, writer));
    assertThat(Together.thrown(endings)).isEmpty();
    assertThat(ShardPicture.immediateTasks(persistence(), fence.shardId())).hasSize(8 * 11);
  }
}
