// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.bench.internal;

import dev.fencepost.bench.internal.RunUnderUpdate.Payload;
import dev.fencepost.spi.Blob;
import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.execution.CreateExecution;
import dev.fencepost.spi.execution.CreateExecutionResult;
import dev.fencepost.spi.execution.CreateMode;
import dev.fencepost.spi.execution.ExecutionInfo;
import dev.fencepost.spi.execution.ExecutionSnapshot;
import dev.fencepost.spi.execution.ExecutionState;
import dev.fencepost.spi.execution.ExecutionStatus;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.history.HistoryAppend;
import dev.fencepost.spi.history.HistoryBranch;
import dev.fencepost.spi.history.HistoryNode;
import dev.fencepost.spi.shard.AcquireShard;
import dev.fencepost.spi.shard.CreateShard;
import dev.fencepost.spi.shard.Shard;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Fills an empty database with shards and runs, the same for every cell. */
final class Seed {

  static final String CREATE_REQUEST_ID = "bench";

  private static final int RUNS_PER_THREAD = 16;
  private static final int TASK_ID_BITS = 20;

  private final Persistence persistence;
  private final Payload payload;
  private final int shards;
  private final UUID namespaceId = UUID.randomUUID();
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

  private Seed(Persistence persistence, Payload payload, int shards) {
    this.persistence = persistence;
    this.payload = payload;
    this.shards = shards;
  }

  /** Makes the runs of each thread, spread over all shards. */
  static List<List<RunUnderUpdate>> plant(
      Persistence persistence, Payload payload, int threads, int shards) {
    Seed seed = new Seed(persistence, payload, shards);
    List<ShardFence> fences = seed.acquireShards();
    List<AtomicLong> taskIds =
        fences.stream().map(fence -> new AtomicLong(fence.rangeId() << TASK_ID_BITS)).toList();
    List<List<RunUnderUpdate>> runs = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      List<RunUnderUpdate> own = new ArrayList<>();
      for (int index = 0; index < RUNS_PER_THREAD; index++) {
        int shard = (thread + index) % shards;
        own.add(
            seed.create(fences.get(shard), taskIds.get(shard), "bench-" + thread + "-" + index));
      }
      runs.add(own);
    }
    return runs;
  }

  private List<ShardFence> acquireShards() {
    List<ShardFence> fences = new ArrayList<>();
    for (int shardId = 1; shardId <= shards; shardId++) {
      Shard shard =
          persistence
              .shards()
              .openOrCreate(new CreateShard(shardId, new Blob(new byte[] {1}, "proto3")));
      fences.add(
          persistence
              .shards()
              .acquire(new AcquireShard(shard.fence(), "bench", UUID.randomUUID()))
              .fence());
    }
    return fences;
  }

  private RunUnderUpdate create(ShardFence fence, AtomicLong taskIds, String workflowId) {
    WorkflowKey key = new WorkflowKey(namespaceId, workflowId, UUID.randomUUID());
    HistoryBranch branch = HistoryBranch.root(UUID.randomUUID(), UUID.randomUUID());
    long transactionId = taskIds.incrementAndGet();
    long nextEventId = 1 + RunUnderUpdate.EVENTS;
    ExecutionInfo info =
        new ExecutionInfo(
            CREATE_REQUEST_ID,
            ExecutionState.RUNNING,
            ExecutionStatus.RUNNING,
            now,
            0,
            nextEventId,
            payload.state());
    CreateExecutionResult result =
        persistence
            .executions()
            .create(
                new CreateExecution(
                    fence,
                    UUID.randomUUID(),
                    new CreateMode.BrandNew(),
                    new ExecutionSnapshot(key, info, List.of()),
                    List.of(
                        new HistoryAppend(
                            branch,
                            new HistoryNode(1, transactionId, 0, payload.events()),
                            Optional.of("")))));
    return switch (result) {
      case CreateExecutionResult.Created created ->
          new RunUnderUpdate(fence, key, branch, now, taskIds, nextEventId, transactionId);
      case CreateExecutionResult.CurrentExecutionConflict conflict ->
          throw new IllegalStateException("a new workflow id has a current run: " + conflict);
    };
  }
}
