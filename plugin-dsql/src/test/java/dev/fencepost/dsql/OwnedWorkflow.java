// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.execution.CreateMode;
import dev.fencepost.spi.execution.CurrentHandling;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.shard.AcquireShard;
import dev.fencepost.spi.shard.CreateShard;
import dev.fencepost.spi.task.AddHistoryTasks;
import dev.fencepost.testkit.internal.Infos;
import dev.fencepost.testkit.internal.Samples;
import dev.fencepost.testkit.internal.ShardPicture;
import dev.fencepost.testkit.internal.Workflow;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A running workflow in a shard that was acquired, and the writes of its owner. */
record OwnedWorkflow(Persistence stores, Workflow workflow, WorkflowKey run) {

  private static final AtomicInteger LAST_SHARD = new AtomicInteger();

  /** A workflow in a shard of its own. */
  static OwnedWorkflow create(Persistence stores) {
    int shardId = LAST_SHARD.incrementAndGet();
    stores.shards().openOrCreate(new CreateShard(shardId, Samples.blob("new")));
    return createIn(stores, stores.shards().acquire(takeOver(new ShardFence(shardId, 1))).fence());
  }

  /** A workflow in a shard that is owned. */
  static OwnedWorkflow createIn(Persistence stores, ShardFence fence) {
    Workflow workflow = Workflow.in(fence);
    WorkflowKey run = workflow.newRun();
    stores
        .executions()
        .create(workflow.create(new CreateMode.BrandNew(), run, Infos.running("first")));
    return new OwnedWorkflow(stores, workflow, run);
  }

  static AcquireShard takeOver(ShardFence expected) {
    return new AcquireShard(expected, "taker", UUID.randomUUID());
  }

  ShardFence fence() {
    return workflow.fence();
  }

  /** The same workflow, written to through other stores. */
  OwnedWorkflow through(Persistence other) {
    return new OwnedWorkflow(other, workflow, run);
  }

  /** Changes the run, which has a record version, by the one statement that is usual. */
  void update(long expectedVersion) {
    stores
        .executions()
        .update(
            workflow.update(
                CurrentHandling.UPDATE_CURRENT, run, expectedVersion, Infos.running("first")));
  }

  void set(long expectedVersion) {
    stores.executions().set(workflow.set(run, expectedVersion, Infos.running("set")));
  }

  void createBeside() {
    stores
        .executions()
        .create(
            workflow.create(
                new CreateMode.BypassCurrent(), workflow.newRun(), Infos.zombie("beside")));
  }

  void addTasks() {
    stores.historyTasks().add(new AddHistoryTasks(fence(), UUID.randomUUID(), Workflow.newTasks()));
  }

  /** How many immediate tasks the shard has; every write adds one. */
  int tasks() {
    return ShardPicture.immediateTasks(stores, fence().shardId()).size();
  }

  long recordVersion() {
    return stores.executions().read(fence().shardId(), run).recordVersion();
  }
}
