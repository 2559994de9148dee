// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What must be stopped and deleted at the end, last first, however the end comes: also when the
 * process is interrupted.
 */
final class Cleanup implements AutoCloseable {

  private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
  private final Lock lock = new ReentrantLock();
  private final Thread hook = new Thread(this::closeAll, "demo-cleanup");
  private boolean over;

  private Cleanup() {}

  static Cleanup register() {
    Cleanup cleanup = new Cleanup();
    Runtime.getRuntime().addShutdownHook(cleanup.hook);
    return cleanup;
  }

  <T extends AutoCloseable> T add(T closeable) {
    lock.lock();
    try {
      if (over) {
        throw new DemoFailure("interrupted");
      }
      toClose.push(closeable);
      return closeable;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      return;
    }
  }

  private void closeAll() {
    lock.lock();
    try {
      over = true;
      while (!toClose.isEmpty()) {
        closeOne(toClose.pop());
      }
    } finally {
      lock.unlock();
    }
  }

  private static void closeOne(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception alreadyGone) {
      // What can't be stopped must not keep the rest from being stopped.
      return;
    }
  }
}
