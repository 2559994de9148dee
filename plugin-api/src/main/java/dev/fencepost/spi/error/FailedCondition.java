// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.error;

import dev.fencepost.spi.execution.CurrentExecution;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import java.util.Optional;
import java.util.OptionalLong;

/** What a {@link ConditionFailed} found instead of what the request expected. */
public sealed interface FailedCondition {

  /**
   * The current run of the workflow id is not as the mode of the request asks.
   *
   * @param actual the current run, or empty if the workflow id has none
   */
  record CurrentExecutionMismatch(Optional<CurrentExecution> actual) implements FailedCondition {}

  /**
   * The run was written by somebody else.
   *
   * @param key the run
   * @param expectedRecordVersion the version the request expected
   * @param actualRecordVersion the version found
   * @param actualNextEventId the next event id found
   */
  record RecordVersionMismatch(
      WorkflowKey key, long expectedRecordVersion, long actualRecordVersion, long actualNextEventId)
      implements FailedCondition {}

  /**
   * The run to change does not exist.
   *
   * @param key the run
   */
  record ExecutionMissing(WorkflowKey key) implements FailedCondition {}

  /**
   * The run to create exists.
   *
   * @param key the run
   * @param actualRecordVersion the version found
   */
  record ExecutionExists(WorkflowKey key, long actualRecordVersion) implements FailedCondition {}

  /**
   * The lease of the task queue is not as expected.
   *
   * @param key the task queue
   * @param actualRangeId the range id found, or empty if the task queue does not exist
   */
  record TaskQueueLeaseMismatch(TaskQueueKey key, OptionalLong actualRangeId)
      implements FailedCondition {}

  /**
   * The table of namespaces was changed by somebody else.
   *
   * @param expected the notification version the request expected
   * @param actual the notification version found
   */
  record NotificationVersionMismatch(long expected, long actual) implements FailedCondition {}

  /**
   * The cluster metadata was changed by somebody else.
   *
   * @param clusterName the cluster
   * @param expected the version the request expected
   * @param actual the version found, 0 if there is none
   */
  record ClusterMetadataVersionMismatch(String clusterName, long expected, long actual)
      implements FailedCondition {}
}
