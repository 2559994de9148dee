// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.spi.shard;

/**
 * History shards: one row each, whose range id is the fencing token of everything its owner writes.
 *
 * <p>Contract: the shard operations of Temporal's SQL persistence, with the compare-and-set done in
 * the write itself.
 */
public interface ShardStore {

  /**
   * Reads a shard, creating it with range id 1 if it does not exist. Of several callers at once one
   * creates, the others read what it created.
   *
   * @return what is stored, which for an existing shard ignores the request's state
   */
  Shard openOrCreate(CreateShard request);

  /**
   * Reads a shard. A plain read: it proves nothing about ownership.
   *
   * @throws dev.fencepost.spi.error.NotFound if the shard was never created
   */
  Shard read(int shardId);

  /**
   * Takes the shard over: stores {@code expectedRangeId + 1} if the range id is still the expected
   * one. When this returns, no write fenced with a smaller range id can become visible any more;
   * {@link dev.fencepost.spi.fence.Fence} states the guarantee.
   *
   * <p>The take-over is announced first, so that writers of the present owner stop by themselves;
   * it ends within about a second however busy they are. An owner that does not react, such as a
   * frozen process inside a transaction, is disconnected after the configured grace time.
   *
   * <p>Calling this with the caller's own range id renews its block of task ids in the same way.
   *
   * @return the shard as stored, with the new range id
   * @throws dev.fencepost.spi.error.OwnershipLost if the range id is not the expected one; nothing
   *     has changed and the error has the actual one
   * @throws dev.fencepost.spi.error.NotFound if the shard was never created
   */
  Shard acquire(AcquireShard request);

  /**
   * Replaces the state kept with the shard. Fenced. It never waits for other fenced writes of the
   * same owner.
   *
   * @throws dev.fencepost.spi.error.OwnershipLost if the fence does not hold
   */
  void updateState(UpdateShardState request);
}
