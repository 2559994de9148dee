// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import static java.util.Objects.requireNonNull;

import dev.fencepost.engine.internal.workflow.WorkflowLimits;
import java.time.Duration;

/**
 * The sizes and times the owner of shards works with.
 *
 * @param shardReconciliation how often the shards held are compared with those that should be held
 * @param shardWait how long a call waits for a shard that this process is about to acquire
 * @param shardBackoff the first pause after a failed acquisition; it doubles up to 32 times this
 * @param ownershipProof how old the last proof of ownership may be when a run is read from memory
 * @param lockWait how long a call waits for a run that is busy
 * @param drain how long a shard that is given up waits for its writes and tasks
 * @param cachedRuns runs kept in memory for each shard
 * @param cachedEventBytes bytes of history events kept in memory
 * @param historyPageEvents the most events of one page of history
 * @param historyPageBytes the most bytes of one page of history, but for its last batch
 * @param pendingTasks the most immediate tasks of one queue that are in memory
 * @param transferParallelism transfer tasks of a shard that are executed at once
 * @param timerParallelism timers of a shard that are executed at once
 * @param visibilityParallelism visibility tasks of a shard that are executed at once
 * @param taskBackoff the first pause after a task failed; it doubles up to {@code
 *     longestTaskBackoff}
 * @param longestTaskBackoff the longest pause after a task failed
 * @param timerLookAhead how far ahead timers are held in memory
 * @param acknowledge how often finished tasks are deleted
 * @param saveState how often the state of a shard is stored
 * @param queryWait how long a query waits for an answer where the caller gives no deadline
 * @param bufferedQueries the most queries that wait for one run's workflow task
 * @param payloadBytes the largest payload of a request
 * @param limits the limits of a run
 */
public record HistorySettings(
    Duration shardReconciliation,
    Duration shardWait,
    Duration shardBackoff,
    Duration ownershipProof,
    Duration lockWait,
    Duration drain,
    int cachedRuns,
    long cachedEventBytes,
    int historyPageEvents,
    int historyPageBytes,
    int pendingTasks,
    int transferParallelism,
    int timerParallelism,
    int visibilityParallelism,
    Duration taskBackoff,
    Duration longestTaskBackoff,
    Duration timerLookAhead,
    Duration acknowledge,
    Duration saveState,
    Duration queryWait,
    int bufferedQueries,
    int payloadBytes,
    WorkflowLimits limits) {

  private static final int MEBIBYTE = 1024 * 1024;

  /** Settings for a server. */
  public static final HistorySettings DEFAULTS =
      new HistorySettings(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofMillis(100),
          Duration.ofSeconds(2),
          Duration.ofSeconds(8),
          Duration.ofSeconds(5),
          2_000,
          64L * MEBIBYTE,
          1_000,
          2 * MEBIBYTE,
          5_000,
          32,
          16,
          4,
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(3),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          100,
          2 * MEBIBYTE,
          WorkflowLimits.DEFAULTS);

  /** Checks that nothing is missing. */
  public HistorySettings {
    requireNonNull(shardReconciliation, "shardReconciliation is null");
    requireNonNull(shardWait, "shardWait is null");
    requireNonNull(shardBackoff, "shardBackoff is null");
    requireNonNull(ownershipProof, "ownershipProof is null");
    requireNonNull(lockWait, "lockWait is null");
    requireNonNull(drain, "drain is null");
    requireNonNull(taskBackoff, "taskBackoff is null");
    requireNonNull(longestTaskBackoff, "longestTaskBackoff is null");
    requireNonNull(timerLookAhead, "timerLookAhead is null");
    requireNonNull(acknowledge, "acknowledge is null");
    requireNonNull(saveState, "saveState is null");
    requireNonNull(queryWait, "queryWait is null");
    requireNonNull(limits, "limits is null");
  }
}
