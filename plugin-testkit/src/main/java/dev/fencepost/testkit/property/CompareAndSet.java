// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.property;

import static dev.fencepost.testkit.internal.Samples.blob;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.error.ConditionFailed;
import dev.fencepost.spi.error.FailedCondition;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.execution.CreateExecution;
import dev.fencepost.spi.execution.CreateMode;
import dev.fencepost.spi.execution.CurrentHandling;
import dev.fencepost.spi.execution.ExecutionMutation;
import dev.fencepost.spi.execution.ExecutionSnapshot;
import dev.fencepost.spi.execution.UpdateExecution;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.fence.TaskQueueFence;
import dev.fencepost.spi.shard.AcquireShard;
import dev.fencepost.spi.shard.CreateShard;
import dev.fencepost.spi.taskqueue.TaskQueueKey;
import dev.fencepost.spi.taskqueue.TaskQueueType;
import dev.fencepost.testkit.internal.Infos;
import dev.fencepost.testkit.internal.Samples;
import dev.fencepost.testkit.internal.Workflow;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Calls that succeed only if a token is still the one they expect, each on something of its own.
 */
enum CompareAndSet {
  ACQUIRE_SHARD {
    @Override
    Contest prepare(Persistence stores) {
      ShardFence fence = newShard(stores);
      return new Contest(
          fence.rangeId(),
          name -> stores.shards().acquire(new AcquireShard(fence, name, UUID.randomUUID())),
          () -> stores.shards().read(fence.shardId()).rangeId(),
          () -> stores.shards().read(fence.shardId()).owner());
    }
  },
  UPDATE_RUN {
    @Override
    Contest prepare(Persistence stores) {
      ShardFence fence = newShard(stores);
      WorkflowKey run = Workflow.in(fence).newRun();
      stores
          .executions()
          .create(
              new CreateExecution(
                  fence,
                  UUID.randomUUID(),
                  new CreateMode.BrandNew(),
                  new ExecutionSnapshot(run, Infos.running("first"), List.of()),
                  List.of()));
      return new Contest(
          1,
          name ->
              stores
                  .executions()
                  .update(
                      new UpdateExecution(
                          fence,
                          UUID.randomUUID(),
                          CurrentHandling.UPDATE_CURRENT,
                          new ExecutionMutation(run, 1, Infos.running(name), List.of()),
                          Optional.empty(),
                          List.of())),
          () -> stores.executions().read(fence.shardId(), run).recordVersion(),
          () -> Samples.text(stores.executions().read(fence.shardId(), run).info().mutableState()));
    }
  },
  SAVE_CLUSTER_METADATA {
    @Override
    Contest prepare(Persistence stores) {
      String cluster = "cluster " + UUID.randomUUID();
      stores.clusterMetadata().save(cluster, blob("first"), 0, UUID.randomUUID());
      return new Contest(
          1,
          name -> stores.clusterMetadata().save(cluster, blob(name), 1, UUID.randomUUID()),
          () -> stores.clusterMetadata().read(cluster).version(),
          () -> Samples.text(stores.clusterMetadata().read(cluster).data()));
    }
  },
  UPDATE_NAMESPACE {
    @Override
    Contest prepare(Persistence stores) {
      UUID id = UUID.randomUUID();
      stores.namespaces().create(id, "namespace " + id, blob("first"), UUID.randomUUID());
      long version = stores.namespaces().notificationVersion();
      return new Contest(
          version,
          name -> stores.namespaces().update(id, blob(name), version, UUID.randomUUID()),
          () -> stores.namespaces().notificationVersion(),
          () -> Samples.text(stores.namespaces().read(id).state()));
    }
  },
  LEASE_TASK_QUEUE {
    @Override
    Contest prepare(Persistence stores) {
      TaskQueueKey key = new TaskQueueKey(UUID.randomUUID(), "queue", TaskQueueType.ACTIVITY);
      TaskQueueFence fence =
          stores.taskQueues().create(key, blob("state"), UUID.randomUUID()).fence();
      return new Contest(
          fence.rangeId(),
          name -> stores.taskQueues().acquire(fence, UUID.randomUUID()),
          () -> stores.taskQueues().read(key).rangeId(),
          () -> "");
    }
  };

  private static final AtomicInteger LAST_SHARD = new AtomicInteger(1_000_000);

  /** Prepares what is contested. */
  abstract Contest prepare(Persistence stores);

  private static ShardFence newShard(Persistence stores) {
    int shardId = LAST_SHARD.incrementAndGet();
    stores.shards().openOrCreate(new CreateShard(shardId, blob("new")));
    return new ShardFence(shardId, 1);
  }

  /**
   * Something that one of several contenders can change.
   *
   * @param expected the token all contenders expect
   * @param call changes it in the name of a contender
   * @param token the token that is stored
   * @param winner the name that is stored, empty if none is
   */
  record Contest(
      long expected, Consumer<String> call, LongSupplier token, Supplier<String> winner) {}

  /** The token that an error names as the one that is there. */
  static Optional<Long> actual(Throwable error) {
    return switch (error) {
      case OwnershipLost lost ->
          lost.actualRangeId().isPresent()
              ? Optional.of(lost.actualRangeId().getAsLong())
              : Optional.empty();
      case ConditionFailed failed -> actual(failed.condition());
      case NotFound absent -> Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Long> actual(FailedCondition condition) {
    return switch (condition) {
      case FailedCondition.RecordVersionMismatch found -> Optional.of(found.actualRecordVersion());
      case FailedCondition.TaskQueueLeaseMismatch found ->
          found.actualRangeId().isPresent()
              ? Optional.of(found.actualRangeId().getAsLong())
              : Optional.empty();
      case FailedCondition.NotificationVersionMismatch found -> Optional.of(found.actual());
      case FailedCondition.ClusterMetadataVersionMismatch found -> Optional.of(found.actual());
      case FailedCondition.CurrentExecutionMismatch found -> Optional.empty();
      case FailedCondition.ExecutionMissing found -> Optional.empty();
      case FailedCondition.ExecutionExists found -> Optional.empty();
    };
  }
}
