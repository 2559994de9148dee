// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.conformance;

import static dev.fencepost.testkit.conformance.Errors.expect;
import static dev.fencepost.testkit.conformance.Errors.expectNothingToOwn;
import static dev.fencepost.testkit.conformance.Errors.expectOwnershipLost;
import static dev.fencepost.testkit.internal.Samples.blob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fencepost.spi.error.InvalidRequest;
import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.shard.AcquireShard;
import dev.fencepost.spi.shard.CreateShard;
import dev.fencepost.spi.shard.Shard;
import dev.fencepost.spi.shard.ShardStore;
import dev.fencepost.spi.shard.UpdateShardState;
import dev.fencepost.testkit.Capability;
import dev.fencepost.testkit.PersistenceSource;
import dev.fencepost.testkit.internal.Samples;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ShardStore} does: SH1 to SH4 and S1 to S8 of the contract. S7 and S8, which
 * lock a row inside a transaction, are here the fenced write and the take-over that need those
 * locks.
 */
public abstract class ShardStoreConformance extends StoreConformance {

  /** The kit for a backend. */
  protected ShardStoreConformance(PersistenceSource source) {
    super(source);
  }

  private ShardStore shards() {
    return persistence().shards();
  }

  private static AcquireShard acquisition(int shardId, long expectedRangeId) {
    return new AcquireShard(new ShardFence(shardId, expectedRangeId), "taker", UUID.randomUUID());
  }

  private static UpdateShardState newState(ShardFence fence, String state) {
    return new UpdateShardState(fence, blob(state), UUID.randomUUID());
  }

  @Test
  void SH1_S1_openOrCreateStoresTheGivenState() {
    int shardId = unusedShardId();
    Shard created = shards().openOrCreate(new CreateShard(shardId, blob("first")));
    assertThat(created).isEqualTo(new Shard(shardId, 1, "", blob("first")));
  }

  @Test
  void SH2_S2_openOrCreateOfAnExistingShardReturnsWhatIsStored() {
    int shardId = unusedShardId();
    shards().openOrCreate(new CreateShard(shardId, blob("first")));
    Shard acquired = shards().acquire(acquisition(shardId, 1));
    Shard opened = shards().openOrCreate(new CreateShard(shardId, blob("second")));
    assertThat(opened).isEqualTo(acquired);
    assertThat(opened.state()).isEqualTo(blob("first"));
  }

  @Test
  void SH3_acquireWithAnotherRangeIdIsOwnershipLostAndChangesNothing() {
    ShardFence owned = ownedShard();
    Shard before = shards().read(owned.shardId());
    for (long wrong : new long[] {1, 3, Long.MAX_VALUE - 1}) {
      ShardFence expected = new ShardFence(owned.shardId(), wrong);
      expectOwnershipLost(
          expected,
          owned.rangeId(),
          () -> shards().acquire(new AcquireShard(expected, "thief", UUID.randomUUID())));
      assertThat(shards().read(owned.shardId())).isEqualTo(before);
    }
  }

  @Test
  void SH4_acquireStoresTheNextRangeIdAndTheOwner() {
    int shardId = unusedShardId();
    shards().openOrCreate(new CreateShard(shardId, blob("state")));
    Shard acquired = shards().acquire(acquisition(shardId, 1));
    assertThat(acquired).isEqualTo(new Shard(shardId, 2, "taker", blob("state")));
    assertThat(shards().read(shardId)).isEqualTo(acquired);
  }

  @Test
  void S3_readReturnsExactlyWhatWasStored() {
    int shardId = unusedShardId();
    Shard created = shards().openOrCreate(new CreateShard(shardId, Samples.blobOfSize(10_000)));
    assertThat(shards().read(shardId)).isEqualTo(created);
    assertThat(created.state()).isEqualTo(Samples.blobOfSize(10_000));
  }

  @Test
  void S4_S6_updateStateReplacesTheStateAndNothingElse() {
    ShardFence owned = ownedShard();
    Shard before = shards().read(owned.shardId());
    shards().updateState(newState(owned, "changed"));
    assertThat(shards().read(owned.shardId()))
        .isEqualTo(new Shard(owned.shardId(), 2, before.owner(), blob("changed")));
  }

  @Test
  void S5_updateStateOfAMissingShardIsOwnershipLostWithoutARangeId() {
    ShardFence nothing = new ShardFence(unusedShardId(), 1);
    expectNothingToOwn(nothing, () -> shards().updateState(newState(nothing, "lost")));
    expect(NotFound.class, () -> shards().read(nothing.shardId()));
  }

  @Test
  void S7_updateStateUnderAnotherRangeIdIsOwnershipLostAndChangesNothing() {
    ShardFence owned = ownedShard();
    Shard before = shards().read(owned.shardId());
    for (long wrong : new long[] {1, 3, Long.MAX_VALUE}) {
      ShardFence stale = new ShardFence(owned.shardId(), wrong);
      expectOwnershipLost(stale, 2, () -> shards().updateState(newState(stale, "stale")));
      assertThat(shards().read(owned.shardId())).isEqualTo(before);
    }
  }

  @Test
  void S8_acquireWithTheOwnRangeIdRenewsIt() {
    ShardFence owned = ownedShard();
    ShardFence renewed = takeOver(owned);
    assertThat(renewed.rangeId()).isEqualTo(owned.rangeId() + 1);
    expectOwnershipLost(
        owned, renewed.rangeId(), () -> shards().updateState(newState(owned, "old")));
    shards().updateState(newState(renewed, "new"));
    assertThat(shards().read(owned.shardId()).state()).isEqualTo(blob("new"));
  }

  @Test
  void readOfAMissingShardIsNotFound() {
    int missing = unusedShardId();
    expect(NotFound.class, () -> shards().read(missing));
  }

  @Test
  void acquireOfAMissingShardIsNotFound() {
    int missing = unusedShardId();
    expect(NotFound.class, () -> shards().acquire(acquisition(missing, 1)));
    expect(NotFound.class, () -> shards().read(missing));
  }

  @Test
  void emptyStateAndTheLargestShardIdAreStored() {
    Shard created = shards().openOrCreate(new CreateShard(Integer.MAX_VALUE, blob("")));
    assertThat(created.state().size()).isZero();
    assertThat(shards().read(Integer.MAX_VALUE)).isEqualTo(created);
  }

  @Test
  void aStateOfOneMebibyteIsReadBackWhole() {
    require(Capability.BLOBS_OF_ONE_MEBIBYTE);
    ShardFence owned = ownedShard();
    shards()
        .updateState(new UpdateShardState(owned, Samples.blobOfSize(1 << 20), UUID.randomUUID()));
    assertThat(shards().read(owned.shardId()).state()).isEqualTo(Samples.blobOfSize(1 << 20));
  }

  @Test
  void anOwnersNameHasAtMost255CharactersOfAnyScript() {
    int shardId = unusedShardId();
    shards().openOrCreate(new CreateShard(shardId, blob("state")));
    ShardFence first = new ShardFence(shardId, 1);
    String longest = "測".repeat(255);
    Shard acquired = shards().acquire(new AcquireShard(first, longest, UUID.randomUUID()));
    assertThat(acquired.owner()).isEqualTo(longest);
    AcquireShard tooLong =
        new AcquireShard(acquired.fence(), Samples.textOfLength(256), UUID.randomUUID());
    expect(InvalidRequest.class, () -> shards().acquire(tooLong));
    assertThat(shards().read(shardId)).isEqualTo(acquired);
  }

  @Test
  void ofManyWhoCreateAShardAtOnceAllReadWhatOneCreated() throws InterruptedException {
    require(Capability.CONCURRENT_CALLS);
    int shardId = unusedShardId();
    List<Callable<Shard>> creators =
        IntStream.range(0, 8)
            .<Callable<Shard>>mapToObj(
                i -> () -> shards().openOrCreate(new CreateShard(shardId, blob("by " + i))))
            .toList();
    List<Together.Ending<Shard>> endings = Together.run(creators);
    assertThat(Together.thrown(endings)).isEmpty();
    Shard stored = shards().read(shardId);
    assertThat(Together.returned(endings)).hasSize(8).containsOnly(stored);
    assertThat(stored.rangeId()).isEqualTo(1);
  }

  @Test
  void ofManyWhoAcquireWithOneRangeIdExactlyOneSucceeds() throws InterruptedException {
    require(Capability.CONCURRENT_CALLS);
    ShardFence owned = ownedShard();
    Callable<Shard> taker = () -> shards().acquire(acquisition(owned.shardId(), owned.rangeId()));
    List<Together.Ending<Shard>> endings = Together.run(Collections.nCopies(8, taker));
    assertThat(Together.returned(endings)).hasSize(1);
    assertThat(Together.thrown(endings))
        .hasSize(7)
        .allSatisfy(error -> assertThat(error).isExactlyInstanceOf(OwnershipLost.class));
    assertThat(shards().read(owned.shardId()).rangeId()).isEqualTo(owned.rangeId() + 1);
  }
}
