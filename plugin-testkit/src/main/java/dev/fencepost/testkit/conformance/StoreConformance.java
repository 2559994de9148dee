// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fencepost.spi.Persistence;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.shard.AcquireShard;
import dev.fencepost.spi.shard.CreateShard;
import dev.fencepost.spi.shard.Shard;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Samples;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** What all classes of the kit share: one freshly set up store per class, and shards to own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StoreConformance {

  private final PersistenceSource source;
  private final AtomicInteger lastShardId = new AtomicInteger();
  private @Nullable Persistence persistence;

  /**
   * A class of the kit for a backend.
   *
   * @param source the backend's database
   */
  protected StoreConformance(PersistenceSource source) {
    this.source = requireNonNull(source, "source is null");
  }

  @BeforeAll
  final void openStores() {
    source.empty();
    persistence = source.open();
  }

  @AfterAll
  final void closeStores() {
    if (persistence != null) {
      persistence.close();
    }
  }

  /** The stores of this class. */
  final Persistence persistence() {
    return requireNonNull(persistence, "the stores are not open");
  }

  /** The database of this class. */
  final PersistenceSource source() {
    return source;
  }

  /** Aborts the test if the backend lacks the capability. */
  final void require(Capability capability) {
    assumeTrue(source.supports(capability), () -> "the backend lacks " + capability);
  }

  /** A shard id no other test of the class uses. */
  final int unusedShardId() {
    return lastShardId.incrementAndGet();
  }

  /** A new shard that has changed hands once: its range id is 2. */
  final ShardFence ownedShard() {
    int shardId = unusedShardId();
    persistence().shards().openOrCreate(new CreateShard(shardId, Samples.blob("new")));
    return takeOver(new ShardFence(shardId, 1));
  }

  /** Takes a shard over and returns the new owner's fence. */
  final ShardFence takeOver(ShardFence present) {
    Shard taken =
        persistence().shards().acquire(new AcquireShard(present, "owner", UUID.randomUUID()));
    return taken.fence();
  }
}
