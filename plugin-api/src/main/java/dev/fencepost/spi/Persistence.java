// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi;

import dev.fencepost.spi.cluster.ClusterMembershipStore;
import dev.fencepost.spi.cluster.ClusterMetadataStore;
import dev.fencepost.spi.execution.ExecutionStore;
import dev.fencepost.spi.history.HistoryStore;
import dev.fencepost.spi.namespace.NamespaceStore;
import dev.fencepost.spi.shard.ShardStore;
import dev.fencepost.spi.task.HistoryTaskStore;
import dev.fencepost.spi.taskqueue.TaskQueueStore;
import dev.fencepost.spi.visibility.VisibilityStore;

/**
 * The open stores of one backend.
 *
 * <p><b>One call is one transaction.</b> A call of any store either takes effect as a whole before
 * it returns, or has no effect, or throws {@link dev.fencepost.spi.error.OutcomeUnknown}, the only
 * error that leaves the question open. Conflicts that the database asks to be repeated are repeated
 * inside the call; a condition that did not hold is never repeated.
 *
 * <p><b>Threads.</b> All stores may be used by any number of threads, virtual threads included. A
 * call blocks its thread. Interrupting the thread ends the call at its next wait with {@link
 * dev.fencepost.spi.error.Unavailable} if nothing was sent that can commit, with the interrupt flag
 * set.
 *
 * <p><b>Arguments</b> are never changed, and arrays inside a {@link Blob} are not copied: callers
 * must not change them any more.
 *
 * <p><b>Errors</b> every call may throw, on top of those it documents: {@link
 * dev.fencepost.spi.error.Unavailable}, {@link dev.fencepost.spi.error.InvalidRequest}, {@link
 * dev.fencepost.spi.error.LimitExceeded}, {@link dev.fencepost.spi.error.Unsupported}; a write also
 * {@link dev.fencepost.spi.error.OutcomeUnknown}; a fenced write also {@link
 * dev.fencepost.spi.error.OwnershipLost}.
 */
public interface Persistence extends AutoCloseable {

  /** The history shards and their owners. */
  ShardStore shards();

  /** The namespaces. */
  NamespaceStore namespaces();

  /** The runs of workflows and the current run of each workflow id. */
  ExecutionStore executions();

  /** The history events. */
  HistoryStore history();

  /** The tasks of the shards' owners. */
  HistoryTaskStore historyTasks();

  /** The task queues and their backlogs. */
  TaskQueueStore taskQueues();

  /** The visibility records. */
  VisibilityStore visibility();

  /** What the cluster agreed on once. */
  ClusterMetadataStore clusterMetadata();

  /** Which processes are alive. */
  ClusterMembershipStore clusterMembership();

  /**
   * Closes every connection. Calls under way end with {@link dev.fencepost.spi.error.Unavailable}
   * or {@link dev.fencepost.spi.error.OutcomeUnknown}; after this method has returned no attempt of
   * an earlier call can start any more, and every new call throws {@link
   * dev.fencepost.spi.error.Unavailable}. Closing twice does nothing.
   */
  @Override
  void close();
}
