// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.postgres.internal.transaction;

import dev.fencepost.spi.error.Unavailable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps attempts from starting after the end. */
final class Lifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final ReadWriteLock running = new ReentrantReadWriteLock();
  private volatile boolean closed;

  boolean isClosed() {
    return closed;
  }

  <T> T attempt(Supplier<T> attempt) {
    running.readLock().lock();
    try {
      if (closed) {
        throw new Unavailable("the stores are closed", Map.of());
      }
      return attempt.get();
    } finally {
      running.readLock().unlock();
    }
  }

  /**
   * Gives the attempts under way a moment to end by themselves, so that few outcomes stay unknown,
   * runs what ends the others, and waits for them.
   */
  void close(Runnable ending) {
    closed = true;
    awaitAttempts();
    ending.run();
    running.writeLock().lock();
    try {
      LOG.debug("no attempt is under way any more");
    } finally {
      running.writeLock().unlock();
    }
  }

  private void awaitAttempts() {
    try {
      if (running.writeLock().tryLock(MOMENT.toNanos(), TimeUnit.NANOSECONDS)) {
        running.writeLock().unlock();
      }
    } catch (InterruptedException cutShort) {
      Thread.currentThread().interrupt();
    }
  }
}
