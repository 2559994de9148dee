// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static dev.fencepost.testkit.internal.Infos.running;
import static dev.fencepost.testkit.internal.Samples.blob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.error.Unavailable;
import dev.fencepost.spi.execution.WorkflowKey;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.shard.AcquireShard;
import dev.fencepost.spi.shard.Shard;
import dev.fencepost.spi.shard.UpdateShardState;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Workflow;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What holds for a {@link Persistence} as a whole: CN1 of the contract (every call of a closed one
 * is {@link Unavailable}), and that several opened on one database are one cluster.
 */
public abstract class PersistenceConformance extends StoreConformance {

  /** The kit for a backend. */
  protected PersistenceConformance(PersistenceSource source) {
    super(source);
  }

  @TestFactory
  Stream<DynamicTest> CN1_everyCallOfAClosedPersistenceIsUnavailable() {
    Persistence closed = source().open();
    closed.close();
    return EveryCall.byName().entrySet().stream()
        .map(
            call ->
                DynamicTest.dynamicTest(
                    call.getKey(),
                    () -> Errors.expect(Unavailable.class, () -> call.getValue().accept(closed))));
  }

  @Test
  void closingTwiceDoesNothing() {
    Persistence closed = source().open();
    closed.close();
    closed.close();
    Errors.expect(Unavailable.class, () -> closed.shards().read(1));
  }

  @Test
  void closingOnePersistenceLeavesAnotherOpen() {
    require(Capability.SEVERAL_PERSISTENCES);
    ShardFence owned = ownedShard();
    source().open().close();
    assertThat(persistence().shards().read(owned.shardId()).rangeId()).isEqualTo(2);
  }

  @Test
  void severalPersistencesOnOneDatabaseAreOneCluster() {
    require(Capability.SEVERAL_PERSISTENCES);
    try (Persistence other = source().open()) {
      ShardFence owned = ownedShard();
      Shard taken = other.shards().acquire(new AcquireShard(owned, "the other", UUID.randomUUID()));
      Workflow stale = Workflow.in(owned);
      Errors.expectOwnershipLost(
          owned,
          taken.rangeId(),
          () ->
              persistence()
                  .executions()
                  .create(
                      stale.create(
                          ExecutionConformance.BRAND_NEW, stale.newRun(), running("stale"))));
      Workflow owner = stale.under(taken.fence());
      WorkflowKey run = owner.newRun();
      other
          .executions()
          .create(owner.create(ExecutionConformance.BRAND_NEW, run, running("first")));
      assertThat(persistence().executions().read(owned.shardId(), run).info())
          .isEqualTo(running("first"));
    }
  }

  @Test
  void whatWasWrittenIsThereWhenOpenedAgain() {
    ShardFence owned = ownedShard();
    Shard before;
    try (Persistence first = source().open()) {
      first.shards().updateState(new UpdateShardState(owned, blob("kept"), UUID.randomUUID()));
      before = first.shards().read(owned.shardId());
    }
    try (Persistence second = source().open()) {
      assertThat(second.shards().read(owned.shardId())).isEqualTo(before);
    }
  }
}
