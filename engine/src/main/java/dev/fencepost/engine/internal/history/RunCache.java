// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.internal.rpc.ServiceErrors;
import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.spi.execution.WorkflowKey;
import io.temporal.api.enums.v1.ResourceExhaustedCause;
import io.temporal.api.enums.v1.ResourceExhaustedScope;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The runs of one shard that are in memory, the least recently used of those nobody uses dropped
 * first. There is one object for each run at any time, so its lock is the lock of the run.
 */
final class RunCache {

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<WorkflowKey, CachedRun> runs = new LinkedHashMap<>(64, 0.75f, true);
  private final int capacity;

  RunCache(int capacity) {
    this.capacity = capacity;
  }

  /** A run, kept in memory until it is let go, and locked if it was asked for so. */
  final class Lease implements AutoCloseable {

    private final CachedRun run;
    private final boolean locked;

    private Lease(CachedRun run, boolean locked) {
      this.run = run;
      this.locked = locked;
    }

    CachedRun run() {
      return run;
    }

    @Override
    public void close() {
      if (locked) {
        run.lock().unlock();
      }
      release(run);
    }
  }

  /** Keeps the run in memory without locking it. */
  Lease keep(WorkflowKey key) {
    return new Lease(use(key), false);
  }

  /**
   * Locks the run.
   *
   * @throws io.grpc.StatusRuntimeException RESOURCE_EXHAUSTED if it stays busy for too long
   */
  Lease lock(WorkflowKey key, Duration wait) {
    CachedRun run = use(key);
    boolean locked = false;
    try {
      locked = run.lock().tryLock(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      if (!locked) {
        release(run);
      }
    }
    if (!locked) {
      throw ServiceErrors.resourceExhausted(
          ResourceExhaustedCause.RESOURCE_EXHAUSTED_CAUSE_BUSY_WORKFLOW,
          ResourceExhaustedScope.RESOURCE_EXHAUSTED_SCOPE_NAMESPACE,
          "Workflow is busy.");
    }
    return new Lease(run, true);
  }

  /**
   * Keeps what was stored of a new run, unless somebody is at it already: a run is visible from its
   * commit on.
   */
  void remember(WorkflowKey key, MutableState state) {
    CachedRun run = use(key);
    try {
      if (run.lock().tryLock()) {
        try {
          if (run.stored().isEmpty()) {
            run.replace(state, 1);
          }
        } finally {
          run.lock().unlock();
        }
      }
    } finally {
      release(run);
    }
  }

  private CachedRun use(WorkflowKey key) {
    lock.lock();
    try {
      CachedRun run = runs.computeIfAbsent(key, CachedRun::new);
      run.users++;
      return run;
    } finally {
      lock.unlock();
    }
  }

  private void release(CachedRun run) {
    lock.lock();
    try {
      run.users--;
      if (runs.size() > capacity) {
        evict();
      }
    } finally {
      lock.unlock();
    }
  }

  private void evict() {
    Iterator<CachedRun> oldest = runs.values().iterator();
    while (runs.size() > capacity && oldest.hasNext()) {
      if (oldest.next().users == 0) {
        oldest.remove();
      }
    }
  }
}
