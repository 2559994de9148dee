// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.v1.ShardState;
import dev.fencepost.spi.error.PersistenceException;
import dev.fencepost.spi.shard.AcquireShard;
import dev.fencepost.spi.shard.CreateShard;
import dev.fencepost.spi.shard.Shard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the shards this process should own: acquires those it lacks, releases those that belong to
 * somebody else, and acquires anew what was lost or is in doubt, with a growing pause in between.
 */
final class ShardController implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ShardController.class);
  private static final int ACQUISITIONS_AT_ONCE = 8;
  private static final int LONGEST_BACKOFF = 32;

  /** What is known of one shard. */
  private static final class Slot {
    private @Nullable OwnedShard shard;
    private boolean acquiring;
    private int failures;
    private long notBefore;
    private long heldSince;
  }

  private final Environment environment;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Integer, Slot> slots = new HashMap<>();
  private final Semaphore acquisitions = new Semaphore(ACQUISITIONS_AT_ONCE);
  private final Set<Thread> background = ConcurrentHashMap.newKeySet();
  private boolean dirty = true;
  private boolean stopped;

  ShardController(Environment environment) {
    this.environment = environment;
  }

  void start() {
    environment.ownership().onChange(this::reconsider);
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
      OwnedShard shard = owner(shardId, deadline);
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
    lock.lock();
    try {
      Map<Integer, OwnedShard> held = new HashMap<>();
      slots.forEach(
          (id, slot) -> {
            OwnedShard shard = slot.shard;
            if (shard != null && shard.isOpen()) {
              held.put(id, shard);
            }
          });
      return held;
    } finally {
      lock.unlock();
    }
  }

  /** Releases every shard, all at once, and acquires none any more. */
  @Override
  public void close() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    releaseAll(List.copyOf(held().values()));
    awaitBackground();
  }

  private OwnedShard owner(int shardId, long deadline) {
    lock.lock();
    try {
      while (!stopped) {
        Slot slot = slots.get(shardId);
        OwnedShard shard = slot == null ? null : slot.shard;
        if (shard != null && shard.isOpen()) {
          return shard;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0 || !environment.ownership().ownShards().contains(shardId)) {
          break;
        }
        long waited = changed.awaitNanos(left);
        LOG.trace("shard {}: waited, {} ns left", shardId, waited);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    throw ServiceErrors.shardMoved(shardId);
  }

  private void reconsider() {
    lock.lock();
    try {
      dirty = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (awaitReason()) {
      try {
        reconcile(environment.ownership().ownShards());
      } catch (RuntimeException failure) {
        LOG.warn("can't tell which shards to own, will try again", failure);
      }
    }
  }

  private boolean awaitReason() {
    lock.lock();
    try {
      long left = environment.settings().shardReconciliation().toNanos();
      while (!dirty && !stopped && left > 0) {
        left = Math.min(changed.awaitNanos(left), untilNextAttempt());
      }
      dirty = false;
      return !stopped;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private long untilNextAttempt() {
    long now = System.nanoTime();
    return slots.values().stream()
        .filter(slot -> slot.shard == null && !slot.acquiring)
        .mapToLong(slot -> slot.notBefore - now)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private void reconcile(Set<Integer> own) {
    List<OwnedShard> foreign = new ArrayList<>();
    List<Integer> missing = new ArrayList<>();
    lock.lock();
    try {
      slots.forEach(
          (id, slot) -> {
            OwnedShard shard = slot.shard;
            if (shard != null && !own.contains(id)) {
              foreign.add(shard);
            }
          });
      slots
          .entrySet()
          .removeIf(
              entry ->
                  !own.contains(entry.getKey())
                      && entry.getValue().shard == null
                      && !entry.getValue().acquiring);
      for (int id : own) {
        Slot slot = slots.computeIfAbsent(id, unused -> new Slot());
        if (slot.shard == null && !slot.acquiring && slot.notBefore - System.nanoTime() <= 0) {
          slot.acquiring = true;
          missing.add(id);
        }
      }
    } finally {
      lock.unlock();
    }
    for (OwnedShard shard : foreign) {
      inBackground("shard-" + shard.id() + "-release", shard::release);
    }
    for (int id : missing) {
      inBackground("shard-" + id + "-acquire", () -> acquire(id));
    }
  }

  private void inBackground(String name, Runnable work) {
    Thread thread =
        Thread.ofVirtual()
            .name(name)
            .unstarted(
                () -> {
                  try {
                    work.run();
                  } finally {
                    background.remove(Thread.currentThread());
                  }
                });
    background.add(thread);
    thread.start();
  }

  /** Shards that are just being acquired or released still use the stores. */
  private void awaitBackground() {
    try {
      for (Thread thread : List.copyOf(background)) {
        if (!thread.join(Duration.ofMinutes(1))) {
          LOG.warn("{} has not ended in time", thread.getName());
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void acquire(int shardId) {
    acquisitions.acquireUninterruptibly();
    try {
      Shard found =
          environment
              .persistence()
              .shards()
              .openOrCreate(
                  new CreateShard(shardId, Blobs.encode(ShardState.getDefaultInstance())));
      Shard acquired =
          environment
              .persistence()
              .shards()
              .acquire(new AcquireShard(found.fence(), environment.owner(), UUID.randomUUID()));
      hold(new OwnedShard(environment, acquired, this::closed));
    } catch (PersistenceException failure) {
      LOG.warn("shard {}: can't be acquired, will try again: {}", shardId, failure.getMessage());
      failed(shardId);
    } catch (RuntimeException failure) {
      LOG.warn("shard {}: can't be acquired, will try again", shardId, failure);
      failed(shardId);
    } finally {
      acquisitions.release();
    }
  }

  private void hold(OwnedShard shard) {
    boolean tooLate;
    lock.lock();
    try {
      tooLate = stopped;
      Slot slot = slots.computeIfAbsent(shard.id(), unused -> new Slot());
      slot.acquiring = false;
      if (!tooLate) {
        slot.shard = shard;
        slot.heldSince = System.nanoTime();
        LOG.info("shard {}: acquired with range id {}", shard.id(), shard.fence().rangeId());
        environment.metrics().shardAcquired();
        shard.start();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (tooLate) {
      shard.release();
    }
  }

  private void failed(int shardId) {
    lock.lock();
    try {
      Slot slot = slots.computeIfAbsent(shardId, unused -> new Slot());
      slot.acquiring = false;
      backOff(slot);
      dirty = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void backOff(Slot slot) {
    Duration pause =
        environment
            .settings()
            .shardBackoff()
            .multipliedBy(Math.min(LONGEST_BACKOFF, 1L << Math.min(slot.failures, 30)));
    slot.failures++;
    slot.notBefore = System.nanoTime() + pause.toNanos();
  }

  private void closed(OwnedShard shard) {
    lock.lock();
    try {
      Slot slot = slots.get(shard.id());
      if (slot != null && slot.shard == shard) {
        slot.shard = null;
        long backoffs = environment.settings().shardBackoff().toNanos() * LONGEST_BACKOFF;
        if (System.nanoTime() - slot.heldSince > backoffs) {
          slot.failures = 0;
        }
        slot.notBefore = System.nanoTime();
        if (shard.closedBecause().filter(ShardClosed.Reason.LOST::equals).isPresent()) {
          backOff(slot);
        }
      }
      dirty = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static void releaseAll(List<OwnedShard> shards) {
    CountDownLatch released = new CountDownLatch(shards.size());
    for (OwnedShard shard : shards) {
      Thread.ofVirtual()
          .name("shard-" + shard.id() + "-release")
          .start(
              () -> {
                shard.release();
                released.countDown();
              });
    }
    try {
      if (!released.await(1, TimeUnit.MINUTES)) {
        LOG.warn("{} shards were not released in time", released.getCount());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
