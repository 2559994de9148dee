// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.internal.fence;

import dev.fencepost.spi.error.Unavailable;
import dev.fencepost.spi.fence.Fence;
import dev.fencepost.spi.fence.ShardFence;
import dev.fencepost.spi.fence.TaskQueueFence;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The stripes that no write in flight uses, for each fence that has one in flight. Who finds none
 * waits, first come, first served. Safe for use by many threads.
 */
final class Stripes {

  private final StripeCounts counts;
  private final Duration patience;
  private final Map<Object, FreeList> lists = new ConcurrentHashMap<>();

  /**
   * Stripes that are all free.
   *
   * @param counts how many there are
   * @param patience how long a write waits for one
   */
  Stripes(StripeCounts counts, Duration patience) {
    this.counts = counts;
    this.patience = patience;
  }

  /**
   * Takes a stripe of a fence.
   *
   * @throws Unavailable if none got free in time
   */
  Stripe take(Fence fence) {
    Object owned = owned(fence);
    FreeList list =
        lists.compute(
            owned,
            (key, present) ->
                (present == null ? new FreeList(counts.of(fence)) : present).joined());
    boolean taken = false;
    try {
      taken = list.free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (!taken) {
        throw new Unavailable(
            "no stripe of the fence got free in time", Map.of("fence", fence, "waited", patience));
      }
      return new Stripe(owned, list, list.take());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Unavailable(
          "interrupted while waiting for a stripe", Map.of("fence", fence), interrupted);
    } finally {
      if (!taken) {
        leave(owned);
      }
    }
  }

  /** How many fences have a write in flight. */
  int fences() {
    return lists.size();
  }

  private void leave(Object owned) {
    lists.computeIfPresent(owned, (key, list) -> list.left() ? null : list);
  }

  private static Object owned(Fence fence) {
    return switch (fence) {
      case ShardFence shard -> shard.shardId();
      case TaskQueueFence queue -> queue.key();
    };
  }

  /** A stripe that is in use until it is closed. */
  final class Stripe implements AutoCloseable {

    private final Object owned;
    private final FreeList list;
    private final int number;

    private Stripe(Object owned, FreeList list, int number) {
      this.owned = owned;
      this.list = list;
      this.number = number;
    }

    /** Its number, from 0. */
    int number() {
      return number;
    }

    @Override
    public void close() {
      list.give(number);
      leave(owned);
    }
  }

  /**
   * The free stripes of one fence. It starts anywhere, so that two processes which both write under
   * a fence rarely take the same stripe.
   */
  private static final class FreeList {

    private final Semaphore free;
    private final ArrayDeque<Integer> numbers = new ArrayDeque<>();
    private int users;

    FreeList(int count) {
      this.free = new Semaphore(count, true);
      int first = ThreadLocalRandom.current().nextInt(count);
      for (int number = 0; number < count; number++) {
        numbers.add((first + number) % count);
      }
    }

    /** Only called while the map holds the entry. */
    FreeList joined() {
      users++;
      return this;
    }

    /** Only called while the map holds the entry; returns whether nobody is left. */
    boolean left() {
      users--;
      return users == 0;
    }

    synchronized int take() {
      return numbers.remove();
    }

    void give(int number) {
      synchronized (this) {
        numbers.add(number);
      }
      free.release();
    }
  }
}
