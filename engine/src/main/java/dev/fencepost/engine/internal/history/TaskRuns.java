// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.workflow.Rejection;
import dev.fencepost.engine.internal.workflow.WorkflowRun;
import dev.fencepost.engine.v1.MutableState;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The runs of one shard as its tasks see them: a task whose run is gone or has gone on without it
 * is out of date, which is no failure.
 */
final class TaskRuns {

  private final OwnedShard shard;

  TaskRuns(OwnedShard shard) {
    this.shard = shard;
  }

  static RunReference reference(String namespaceId, String workflowId, String runId) {
    return RunReference.of(
        namespaceId,
        WorkflowExecution.newBuilder().setWorkflowId(workflowId).setRunId(runId).build());
  }

  /** The run, empty if it was deleted. */
  Optional<MutableState> read(RunReference reference) {
    RunWriter writer = new RunWriter(shard);
    shard.requireOpen();
    try (RunCache.Lease lease =
        shard.runs().lock(writer.resolve(reference), shard.environment().settings().lockWait())) {
      return Optional.of(writer.load(lease.run()).state());
    } catch (StatusRuntimeException failure) {
      if (failure.getStatus().getCode() == Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /**
   * Changes the run, perhaps in one write with others that wait for it.
   *
   * @return the run as it stands then, empty if the change was out of date
   */
  Optional<MutableState> change(
      RunReference reference, BiConsumer<WorkflowRun, MutableState> operation) {
    RunUpdate<RunReference, MutableState> update =
        new RunUpdate<>(
            RunUpdate.Company.TOGETHER,
            reference,
            (run, before) -> {
              operation.accept(run, before);
              return reference;
            },
            changed -> changed.state());
    try {
      return Optional.of(update.apply(shard));
    } catch (StatusRuntimeException failure) {
      if (failure.getStatus().getCode() == Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    } catch (Rejection rejection) {
      return switch (rejection.reason()) {
        case WORKFLOW_COMPLETED,
            WORKFLOW_TASK_NOT_FOUND,
            ACTIVITY_NOT_FOUND,
            INITIATED_EVENT_NOT_FOUND,
            WORKFLOW_TASK_ALREADY_STARTED,
            ACTIVITY_ALREADY_STARTED ->
            Optional.empty();
        case INVALID_ARGUMENT, WORKFLOW_CLOSING, LIMIT_EXCEEDED -> throw rejection;
      };
    }
  }
}
