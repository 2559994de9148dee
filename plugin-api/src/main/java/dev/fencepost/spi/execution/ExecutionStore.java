// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.execution;

import java.util.UUID;

/**
 * Runs, and which of them is current for each workflow id.
 *
 * <p>Every write is one transaction with its history and its tasks, fenced on the shard: see {@link
 * dev.fencepost.spi.fence.Fence}. When several conditions fail at once one is reported: the fence
 * first, then the current run, then that the run to change is missing or its record version
 * another, then that the new run exists, and a taken task key last.
 *
 * <p>Contract: Temporal's execution store. Three things differ on purpose. History is appended
 * inside the transaction, so that a failed write leaves no orphans. A run created twice at once is
 * a typed answer, never an unavailability. Deleting a run is fenced.
 */
public interface ExecutionStore {

  /**
   * Creates a run.
   *
   * @return whether it was created, or what the current run is instead
   * @throws dev.fencepost.spi.error.OwnershipLost if the fence does not hold
   * @throws dev.fencepost.spi.error.ConditionFailed with {@link
   *     dev.fencepost.spi.error.FailedCondition.ExecutionExists} if the run exists
   * @throws dev.fencepost.spi.error.AlreadyExists if a task key is taken
   */
  CreateExecutionResult create(CreateExecution request);

  /**
   * Changes a run.
   *
   * @throws dev.fencepost.spi.error.OwnershipLost if the fence does not hold
   * @throws dev.fencepost.spi.error.ConditionFailed if the current run is not as asked, the run is
   *     missing, its record version is another, or the new run exists
   * @throws dev.fencepost.spi.error.AlreadyExists if a task key is taken
   */
  void update(UpdateExecution request);

  /**
   * Resets a run, perhaps suppressing the current one. Of several conditions that fail one is
   * reported, in this order: the fence, the current run, the run to reset, the run to suppress, the
   * new run, a task key.
   *
   * @throws dev.fencepost.spi.error.OwnershipLost if the fence does not hold
   * @throws dev.fencepost.spi.error.ConditionFailed as {@link #update}, for each of the runs
   * @throws dev.fencepost.spi.error.AlreadyExists if a task key is taken
   */
  void conflictResolve(ConflictResolveExecution request);

  /**
   * Replaces a run; the current record is neither read nor written.
   *
   * @throws dev.fencepost.spi.error.OwnershipLost if the fence does not hold
   * @throws dev.fencepost.spi.error.ConditionFailed if the run is missing or its record version is
   *     another
   * @throws dev.fencepost.spi.error.AlreadyExists if a task key is taken
   */
  void set(SetExecution request);

  /**
   * Reads a run.
   *
   * @param shardId the run's shard
   * @param key the run
   * @throws dev.fencepost.spi.error.NotFound if there is no such run
   */
  Execution read(int shardId, WorkflowKey key);

  /**
   * Reads which run is current.
   *
   * @param shardId the workflow's shard
   * @param namespaceId the namespace
   * @param workflowId the workflow id
   * @throws dev.fencepost.spi.error.NotFound if the workflow id has no current run; the message is
   *     {@code workflow not found} and the context names the workflow id
   */
  CurrentExecution readCurrent(int shardId, UUID namespaceId, String workflowId);

  /**
   * Deletes a run; the current record and the history stay. Deleting a run that does not exist does
   * nothing.
   *
   * @throws dev.fencepost.spi.error.OwnershipLost if the fence does not hold
   */
  void delete(DeleteExecution request);

  /**
   * Deletes the current record of the workflow id if it points at the run; otherwise does nothing.
   *
   * @throws dev.fencepost.spi.error.OwnershipLost if the fence does not hold
   */
  void deleteCurrent(DeleteExecution request);
}
