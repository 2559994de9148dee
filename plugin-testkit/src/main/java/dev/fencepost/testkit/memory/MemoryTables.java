// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.spi.cluster.ClusterMember;
import dev.fencepost.spi.cluster.ClusterMetadata;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.execution.CurrentExecution;
import dev.fencepost.spi.execution.Execution;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.fence.TaskQueueFence;
import dev.fencepost.spi.namespace.Namespace;
import dev.fencepost.spi.shard.Shard;
import dev.fencepost.spi.taskqueue.TaskQueue;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueTask;
import dev.fencepost.spi.visibility.VisibilityRecord;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;

/** The rows of a database. Only used inside a transaction. */
final class MemoryTables {

  /** The key of a run. */
  record RunKey(int shardId, WorkflowKey key) {}

  /** The key of a current record. */
  record CurrentKey(int shardId, UUID namespaceId, String workflowId) {}

  /** The key of a visibility record. */
  record VisibilityKey(UUID namespaceId, UUID runId) {}

  static final Comparator<TaskQueueKey> TASK_QUEUE_ORDER =
      Comparator.comparing(TaskQueueKey::namespaceId, UuidOrder.BY_BYTES)
          .thenComparing(TaskQueueKey::name)
          .thenComparing(TaskQueueKey::type);

  final Map<Integer, Shard> shards = new HashMap<>();
  final TreeMap<UUID, Namespace> namespaces = new TreeMap<>(UuidOrder.BY_BYTES);
  long notificationVersion = 1;
  final Map<RunKey, Execution> executions = new HashMap<>();
  final Map<CurrentKey, CurrentExecution> currents = new HashMap<>();
  final HistoryTables history = new HistoryTables();
  final TaskTables tasks = new TaskTables();
  final TreeMap<TaskQueueKey, TaskQueue> taskQueues = new TreeMap<>(TASK_QUEUE_ORDER);
  final Map<TaskQueueKey, Long> lastTokensOfDeletedTaskQueues = new HashMap<>();
  final Map<TaskQueueKey, NavigableMap<Long, TaskQueueTask>> backlogs = new HashMap<>();
  final Map<VisibilityKey, VisibilityRecord> visibility = new HashMap<>();
  final TreeMap<String, ClusterMetadata> clusterMetadata = new TreeMap<>();
  final TreeMap<UUID, ClusterMember> members = new TreeMap<>(UuidOrder.BY_BYTES);

  /** The check every write for a shard's owner starts with. */
  void requireOwner(ShardFence fence) {
    Shard shard = shards.get(fence.shardId());
    if (shard == null) {
      throw new OwnershipLost(fence, OptionalLong.empty());
    }
    if (shard.rangeId() != fence.rangeId()) {
      throw new OwnershipLost(fence, OptionalLong.of(shard.rangeId()));
    }
  }

  /** The check every write for the holder of a task queue's lease starts with. */
  TaskQueue requireLease(TaskQueueFence fence) {
    TaskQueue queue = taskQueues.get(fence.key());
    if (queue == null) {
      throw new OwnershipLost(fence, OptionalLong.empty());
    }
    if (queue.rangeId() != fence.rangeId()) {
      throw new OwnershipLost(fence, OptionalLong.of(queue.rangeId()));
    }
    return queue;
  }

  /** The backlog of a task queue, whether or not the task queue exists. */
  NavigableMap<Long, TaskQueueTask> backlog(TaskQueueKey key) {
    return backlogs.computeIfAbsent(key, unused -> new TreeMap<>());
  }
}
