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
 * call blocks its thread. A call of an interrupted thread either ends as if nothing had happened,
 * or, at its next wait, with {@link dev.fencepost.spi.error.Unavailable} if the write has surely
 * not happened. What was already sent is waited for, or found out about. The interrupt flag is set
 * afterwards in any case.
 *
 * <p><b>Arguments</b> are never changed, and arrays inside a {@link Blob} are not copied: callers
 * must not change them any more. A text that is stored as such, an id or a name, has neither the
 * character NUL nor half a surrogate pair: otherwise {@link
 * dev.fencepost.spi.error.InvalidRequest}.
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
   * Closes every connection. What calls under way have already sent may end within a short time;
   * otherwise they end with {@link dev.fencepost.spi.error.Unavailable}, or with {@link
   * dev.fencepost.spi.error.OutcomeUnknown} if they were cut off while they could commit. After
   * this method has returned no attempt of an earlier call can start any more, and every new call
   * throws {@link dev.fencepost.spi.error.Unavailable}. Closing twice does nothing.
   */
  @Override
  void close();
}
