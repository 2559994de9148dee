// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.history;

import dev.fencepost.engine.v1.MutableState;
import dev.fencepost.spi.execution.WorkflowKey;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/** A run in memory. Whoever holds its lock may read and replace what is stored of it. */
final class CachedRun {

  private final WorkflowKey key;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Queue<RunChange<?>> waiting = new ConcurrentLinkedQueue<>();
  private final PendingQueries queries = new PendingQueries();
  private Optional<StoredRun> stored = Optional.empty();

  /** Guarded by the cache. */
  int users;

  CachedRun(WorkflowKey key) {
    this.key = key;
  }

  /** A run as it stands in the store. */
  record StoredRun(MutableState state, long recordVersion) {}

  WorkflowKey key() {
    return key;
  }

  ReentrantLock lock() {
    return lock;
  }

  /**
   * The changes that whoever gets the lock next may persist with its own. Each has a thread that
   * waits for the lock, so that none is left here.
   */
  Queue<RunChange<?>> waiting() {
    return waiting;
  }

  /** The queries that wait for the run's next workflow task. */
  PendingQueries queries() {
    return queries;
  }

  /** What is stored, empty if it is not known. */
  Optional<StoredRun> stored() {
    return stored;
  }

  void replace(MutableState state, long recordVersion) {
    stored = Optional.of(new StoredRun(state, recordVersion));
  }

  /** Forgets what is stored, because it may be something else. */
  void forget() {
    stored = Optional.empty();
  }
}
