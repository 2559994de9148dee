// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.memory;

import dev.fencepost.spi.error.NotFound;
import dev.fencepost.spi.error.OwnershipLost;
import dev.fencepost.spi.shard.AcquireShard;
import dev.fencepost.spi.shard.CreateShard;
import dev.fencepost.spi.shard.Shard;
import dev.fencepost.spi.shard.ShardStore;
import dev.fencepost.spi.shard.UpdateShardState;
import java.util.Map;
import java.util.OptionalLong;

/** Shards in memory. */
final class MemoryShardStore implements ShardStore {

  private final MemorySession session;

  MemoryShardStore(MemorySession session) {
    this.session = session;
  }

  @Override
  public Shard openOrCreate(CreateShard request) {
    return session.call(
        tables ->
            tables.shards.computeIfAbsent(
                request.shardId(), id -> new Shard(id, 1, "", request.initialState())));
  }

  @Override
  public Shard read(int shardId) {
    return session.call(tables -> existing(tables, shardId));
  }

  @Override
  public Shard acquire(AcquireShard request) {
    Requests.text("owner", request.owner(), 0, 255);
    return session.call(
        tables -> {
          Shard shard = existing(tables, request.expected().shardId());
          if (shard.rangeId() != request.expected().rangeId()) {
            throw new OwnershipLost(request.expected(), OptionalLong.of(shard.rangeId()));
          }
          Shard taken =
              new Shard(shard.shardId(), shard.rangeId() + 1, request.owner(), shard.state());
          tables.shards.put(taken.shardId(), taken);
          return taken;
        });
  }

  @Override
  public void updateState(UpdateShardState request) {
    session.run(
        tables -> {
          tables.requireOwner(request.fence());
          Shard shard = existing(tables, request.fence().shardId());
          tables.shards.put(
              shard.shardId(),
              new Shard(shard.shardId(), shard.rangeId(), shard.owner(), request.state()));
        });
  }

  private static Shard existing(MemoryTables tables, int shardId) {
    Shard shard = tables.shards.get(shardId);
    if (shard == null) {
      throw new NotFound("shard not found", Map.of("shardId", shardId));
    }
    return shard;
  }
}
