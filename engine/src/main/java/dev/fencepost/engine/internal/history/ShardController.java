// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.v1.ShardState;
import dev.fencepost.spi.error.PersistenceException;
import dev.fencepost.spi.shard.AcquireShard;
import dev.fencepost.spi.shard.CreateShard;
import dev.fencepost.spi.shard.Shard;
import dev.fencepost.spi.shard.ShardStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the shards this process should own: acquires those it lacks, releases those that belong to
 * somebody else, and acquires anew what was lost or is in doubt, with a growing pause in between.
 */
final class ShardController implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ShardController.class);
  private static final int ACQUISITIONS_AT_ONCE = 8;

  private final Environment environment;
  private final ShardSlots slots;
  private final Semaphore acquisitions = new Semaphore(ACQUISITIONS_AT_ONCE);

  ShardController(Environment environment) {
    this.environment = environment;
    this.slots = new ShardSlots(environment.settings().shardBackoff());
  }

  void start() {
    environment.ownership().onChange(slots::reconsider);
    Thread.ofVirtual().name("shard-controller").start(this::run);
  }

  /**
   * Makes a call on the owner of a workflow id's shard, again if the shard closes under it.
   *
   * @throws io.grpc.StatusRuntimeException UNAVAILABLE if this process does not own the shard
   */
  <T> T call(String namespaceId, String workflowId, Function<OwnedShard, T> call) {
    int shardId = environment.ownership().shardOf(namespaceId, workflowId);
    long deadline = System.nanoTime() + environment.settings().shardWait().toNanos();
    while (true) {
      OwnedShard shard =
          slots
              .await(shardId, environment.ownership(), deadline)
              .orElseThrow(() -> ServiceErrors.shardMoved(shardId));
      try {
        return call.apply(shard);
      } catch (ShardClosed closed) {
        LOG.debug("shard {}: a call found it closed: {}", shardId, closed.reason());
        if (System.nanoTime() > deadline) {
          throw ServiceErrors.shardMoved(shardId);
        }
      }
    }
  }

  /** The shards that are open, by id. */
  Map<Integer, OwnedShard> held() {
    return slots.held();
  }

  /** Releases every shard, all at once, and acquires none any more. */
  @Override
  public void close() {
    slots.stop();
    List<OwnedShard> shards = List.copyOf(held().values());
    CountDownLatch released = new CountDownLatch(shards.size());
    for (OwnedShard shard : shards) {
      release(shard, released::countDown);
    }
    try {
      if (!released.await(1, TimeUnit.MINUTES)) {
        LOG.warn("{} shards were not released in time", released.getCount());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void release(OwnedShard shard, Runnable done) {
    Thread.ofVirtual()
        .name("shard-" + shard.id() + "-release")
        .start(
            () -> {
              shard.release();
              done.run();
            });
  }

  private void run() {
    while (slots.awaitReason(environment.settings().shardReconciliation())) {
      try {
        reconcile(environment.ownership().ownShards());
      } catch (RuntimeException failure) {
        LOG.warn("can't tell which shards to own, will try again", failure);
      }
    }
  }

  private void reconcile(Set<Integer> own) {
    ShardSlots.Plan plan = slots.plan(own);
    for (OwnedShard shard : plan.foreign()) {
      release(shard, () -> LOG.debug("shard {}: released", shard.id()));
    }
    for (int id : plan.missing()) {
      Thread.ofVirtual().name("shard-" + id + "-acquire").start(() -> acquire(id));
    }
  }

  private void acquire(int shardId) {
    acquisitions.acquireUninterruptibly();
    try {
      ShardStore store = environment.persistence().shards();
      Shard found =
          store.openOrCreate(
              new CreateShard(shardId, Blobs.encode(ShardState.getDefaultInstance())));
      Shard acquired =
          store.acquire(new AcquireShard(found.fence(), environment.owner(), UUID.randomUUID()));
      OwnedShard shard = new OwnedShard(environment, acquired, slots::closed);
      LOG.info("shard {}: acquired with range id {}", shardId, acquired.rangeId());
      environment.metrics().shardAcquired();
      if (!slots.hold(shard)) {
        shard.release();
      }
    } catch (PersistenceException failure) {
      LOG.warn("shard {}: can't be acquired, will try again: {}", shardId, failure.getMessage());
      slots.failed(shardId);
    } catch (RuntimeException failure) {
      LOG.warn("shard {}: can't be acquired, will try again", shardId, failure);
      slots.failed(shardId);
    } finally {
      acquisitions.release();
    }
  }
}
