// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.cluster.Ownership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What this process knows of each shard: whether it holds it, and when to try to acquire it. */
final class ShardSlots {

  private static final int LONGEST_BACKOFF = 32;

  /** What is known of one shard. */
  private static final class Slot {
    private @Nullable OwnedShard shard;
    private boolean acquiring;
    private int failures;
    private long notBefore = System.nanoTime();
    private long heldSince;

    private boolean isIdle() {
      return shard == null && !acquiring;
    }
  }

  /**
   * What has to be done so that this process holds what it should.
   *
   * @param foreign shards it holds and should not
   * @param missing shards it should hold; they count as being acquired from now on
   */
  record Plan(List<OwnedShard> foreign, List<Integer> missing) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Integer, Slot> slots = new HashMap<>();
  private final Duration backoff;
  private boolean dirty = true;
  private boolean stopped;

  ShardSlots(Duration backoff) {
    this.backoff = backoff;
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

  /** The shard, once it is held; empty if it is not by then, or should not be held at all. */
  Optional<OwnedShard> await(int shardId, Ownership ownership, long deadline) {
    lock.lock();
    try {
      long left = deadline - System.nanoTime();
      while (!stopped) {
        Slot slot = slots.get(shardId);
        OwnedShard shard = slot == null ? null : slot.shard;
        if (shard != null && shard.isOpen()) {
          return Optional.of(shard);
        }
        if (left <= 0 || !ownership.ownShards().contains(shardId)) {
          break;
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return Optional.empty();
  }

  /** Waits until a plan is due: at a change, when a pause is over, or after the given time. */
  boolean awaitReason(Duration atMost) {
    lock.lock();
    try {
      long left = atMost.toNanos();
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
        .filter(Slot::isIdle)
        .mapToLong(slot -> slot.notBefore - now)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Compares what is held with what should be. */
  Plan plan(Set<Integer> own) {
    Plan plan = new Plan(new ArrayList<>(), new ArrayList<>());
    lock.lock();
    try {
      slots.entrySet().removeIf(slot -> !own.contains(slot.getKey()) && slot.getValue().isIdle());
      slots.forEach(
          (id, slot) -> {
            OwnedShard shard = slot.shard;
            if (shard != null && !own.contains(id)) {
              plan.foreign().add(shard);
            }
          });
      for (int id : own) {
        Slot slot = slots.computeIfAbsent(id, unused -> new Slot());
        if (slot.isIdle() && slot.notBefore - System.nanoTime() <= 0) {
          slot.acquiring = true;
          plan.missing().add(id);
        }
      }
    } finally {
      lock.unlock();
    }
    return plan;
  }

  /** A shard was acquired. Whether it is held: not if everything is being released. */
  boolean hold(OwnedShard shard) {
    lock.lock();
    try {
      Slot slot = slots.computeIfAbsent(shard.id(), unused -> new Slot());
      slot.acquiring = false;
      if (!stopped) {
        slot.shard = shard;
        slot.heldSince = System.nanoTime();
        shard.start();
      }
      changed.signalAll();
      return !stopped;
    } finally {
      lock.unlock();
    }
  }

  /** A shard could not be acquired. */
  void failed(int shardId) {
    lock.lock();
    try {
      Slot slot = slots.computeIfAbsent(shardId, unused -> new Slot());
      slot.acquiring = false;
      backOff(slot);
      reconsider();
    } finally {
      lock.unlock();
    }
  }

  /** A shard has closed. */
  void closed(OwnedShard shard) {
    lock.lock();
    try {
      Slot slot = slots.get(shard.id());
      if (slot != null && slot.shard == shard) {
        slot.shard = null;
        if (System.nanoTime() - slot.heldSince > backoff.toNanos() * LONGEST_BACKOFF) {
          slot.failures = 0;
        }
        slot.notBefore = System.nanoTime();
        if (shard.closedBecause().filter(ShardClosed.Reason.LOST::equals).isPresent()) {
          backOff(slot);
        }
      }
      reconsider();
    } finally {
      lock.unlock();
    }
  }

  private void backOff(Slot slot) {
    long times = Math.min(LONGEST_BACKOFF, 1L << Math.min(slot.failures, 30));
    slot.failures++;
    slot.notBefore = System.nanoTime() + backoff.toNanos() * times;
  }

  /** Something has changed: a new plan is due. */
  void reconsider() {
    lock.lock();
    try {
      dirty = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Holds nothing more from now on. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
