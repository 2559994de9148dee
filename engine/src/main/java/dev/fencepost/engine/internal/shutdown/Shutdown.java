// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.shutdown;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process has started and must stop, last first, however its end comes: by closing this, or
 * by an interrupt or SIGTERM. Safe for use by many threads.
 */
public final class Shutdown implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Lock lock = new ReentrantLock();
  private final Runnable afterwards;
  private final Thread hook;
  private boolean over;

  private Shutdown(Runnable afterwards) {
    this.afterwards = afterwards;
    this.hook = new Thread(this::processEnds, "shutdown");
  }

  /** Nothing to stop yet; the process ends with the status of the signal that ended it. */
  public static Shutdown atEndOfProcess() {
    return register(new Shutdown(() -> {}));
  }

  /** Nothing to stop yet; a process that was asked to stop ends with this status. */
  public static Shutdown atEndOfProcess(int status) {
    return register(new Shutdown(() -> Runtime.getRuntime().halt(status)));
  }

  /**
   * Adds something to stop.
   *
   * @return the same
   * @throws IllegalStateException if the end has come already; it was stopped
   */
  public <T extends AutoCloseable> T add(T part) {
    lock.lock();
    try {
      if (!over) {
        started.push(part);
        return part;
      }
    } finally {
      lock.unlock();
    }
    stop(part);
    throw new IllegalStateException("the process is about to end");
  }

  /** Stops everything. Closing twice does nothing. */
  @Override
  public void close() {
    stopAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException processEnds) {
      LOG.debug("the process is about to end", processEnds);
    }
  }

  private static Shutdown register(Shutdown shutdown) {
    Runtime.getRuntime().addShutdownHook(shutdown.hook);
    return shutdown;
  }

  private void processEnds() {
    stopAll();
    afterwards.run();
  }

  private void stopAll() {
    lock.lock();
    try {
      over = true;
      while (!started.isEmpty()) {
        stop(started.pop());
      }
    } finally {
      lock.unlock();
    }
  }

  /** What can't be stopped must not keep the rest from being stopped. */
  private static void stop(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception failed) {
      LOG.warn("{} was not stopped properly", part.getClass().getSimpleName(), failed);
    }
  }
}
