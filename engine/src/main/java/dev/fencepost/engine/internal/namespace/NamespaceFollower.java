// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine.internal.namespace;

import dev.fencepost.spi.error.PersistenceException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the namespaces up to date with what other processes change. */
public final class NamespaceFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NamespaceFollower.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Namespaces namespaces;
  private final Thread thread;

  private NamespaceFollower(Namespaces namespaces) {
    this.namespaces = namespaces;
    this.thread = Thread.ofVirtual().name("namespace-follower").unstarted(this::run);
  }

  /** Starts to follow; the namespaces are read once before this returns. */
  public static NamespaceFollower start(Namespaces namespaces) {
    namespaces.follow();
    NamespaceFollower follower = new NamespaceFollower(namespaces);
    follower.thread.start();
    return follower;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(INTERVAL);
        namespaces.follow();
      } catch (InterruptedException stopped) {
        return;
      } catch (PersistenceException unavailable) {
        LOG.debug("namespaces can't be read; they stay as they were", unavailable);
      } catch (RuntimeException unexpected) {
        LOG.warn("namespaces can't be read; they stay as they were", unexpected);
      }
    }
  }
}
