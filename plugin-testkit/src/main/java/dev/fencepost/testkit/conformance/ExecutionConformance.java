// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.execution.CreateExecutionResult;
import dev.fencepost.spi.execution.CreateMode;
import dev.fencepost.spi.execution.CurrentExecution;
import dev.fencepost.spi.execution.Execution;
import dev.fencepost.spi.execution.ExecutionInfo;
import dev.fencepost.spi.execution.ExecutionStore;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.ShardPicture;
import dev.fencepost.testkit.internal.Workflow;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the classes of the kit for runs share. */
abstract class ExecutionConformance extends StoreConformance {

  static final CreateMode BRAND_NEW = new CreateMode.BrandNew();
  static final CreateMode BYPASS = new CreateMode.BypassCurrent();
  static final CreateExecutionResult CREATED = new CreateExecutionResult.Created();

  ExecutionConformance(PersistenceSource source) {
    super(source);
  }

  final ExecutionStore executions() {
    return persistence().executions();
  }

  final Workflow newWorkflow() {
    return Workflow.in(ownedShard());
  }

  static CreateMode replacing(WorkflowKey previous, long lastWriteVersion) {
    return new CreateMode.UpdateCurrent(previous.runId(), lastWriteVersion);
  }

  /** A run that is created and must be. */
  final WorkflowKey created(Workflow workflow, CreateMode mode, ExecutionInfo info) {
    WorkflowKey run = workflow.newRun();
    assertThat(executions().create(workflow.create(mode, run, info))).isEqualTo(CREATED);
    return run;
  }

  final void assertStored(
      Workflow workflow, WorkflowKey run, ExecutionInfo info, long recordVersion) {
    assertThat(executions().read(workflow.fence().shardId(), run))
        .isEqualTo(new Execution(run, info, recordVersion));
  }

  final void assertAbsent(Workflow workflow, WorkflowKey run) {
    Errors.expect(NotFound.class, () -> executions().read(workflow.fence().shardId(), run));
  }

  final void assertCurrent(Workflow workflow, WorkflowKey run, ExecutionInfo info) {
    assertThat(current(workflow)).contains(Workflow.current(run, info));
  }

  final Optional<CurrentExecution> current(Workflow workflow) {
    return ShardPicture.ifFound(
        () ->
            executions()
                .readCurrent(
                    workflow.fence().shardId(), workflow.namespaceId(), workflow.workflowId()));
  }

  final void assertHistory(Workflow workflow, WorkflowKey run, Long... nodeIds) {
    assertThat(ShardPicture.nodes(persistence(), workflow.fence().shardId(), Workflow.branch(run)))
        .extracting(node -> node.nodeId())
        .isEqualTo(List.of(nodeIds));
  }

  final ShardPicture picture(Workflow workflow, WorkflowKey... runs) {
    return ShardPicture.of(persistence(), workflow, runs);
  }

  /** Expects the call to fail with the condition and to leave nothing behind. */
  final void expectRefused(
      FailedCondition condition, ThrowingCallable call, Workflow workflow, WorkflowKey... runs) {
    ShardPicture before = picture(workflow, runs);
    Errors.expectCondition(condition, call);
    assertThat(picture(workflow, runs)).isEqualTo(before);
  }

  static FailedCondition currentIs(WorkflowKey run, ExecutionInfo info) {
    return new FailedCondition.CurrentExecutionMismatch(Optional.of(Workflow.current(run, info)));
  }

  static FailedCondition noCurrent() {
    return new FailedCondition.CurrentExecutionMismatch(Optional.empty());
  }

  static FailedCondition versionIs(
      WorkflowKey run, long expected, long actual, ExecutionInfo stored) {
    return new FailedCondition.RecordVersionMismatch(run, expected, actual, stored.nextEventId());
  }
}
