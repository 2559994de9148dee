// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.engine;

import dev.fencepost.spi.PersistencePlugins;
import dev.fencepost.spi.config.InvalidConfiguration;
import dev.fencepost.spi.error.PersistenceException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running workflow engine: serves the Temporal gRPC API on the storage of a plugin. Several
 * engines that share a database share the work. Safe for use by many threads.
 */
public final class Engine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final EngineParts parts;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean closing;

  private Engine(EngineParts parts) {
    this.parts = parts;
  }

  /**
   * Starts an engine with the storage plugins of the class path. When this returns it serves.
   *
   * @throws InvalidConfiguration if the configuration can't be used
   * @throws PersistenceException if the database can't be used
   * @throws EngineFailure if a port can't be used
   */
  public static Engine start(EngineConfiguration configuration) {
    return start(configuration, PersistencePlugins.load(Engine.class.getClassLoader()));
  }

  /**
   * Starts an engine with these storage plugins. When this returns it serves. When it throws,
   * everything that was started is stopped again.
   *
   * @throws InvalidConfiguration if the configuration can't be used
   * @throws PersistenceException if the database can't be used
   * @throws EngineFailure if a port can't be used
   */
  public static Engine start(EngineConfiguration configuration, PersistencePlugins plugins) {
    EngineParts parts = EngineParts.start(configuration, plugins);
    LOG.info("serving on {}, metrics on port {}", parts.address(), parts.metricsPort());
    return new Engine(parts);
  }

  /** The port of the gRPC API. */
  public int port() {
    return parts.port();
  }

  /** The port of {@code /metrics} and {@code /health}. */
  public int metricsPort() {
    return parts.metricsPort();
  }

  /** Where clients and the other engine processes reach this one. */
  public String address() {
    return parts.address();
  }

  /** Waits until the engine is closed. */
  public void awaitTermination() throws InterruptedException {
    closed.await();
  }

  /**
   * Stops: takes no new calls, answers polls with nothing, hands its shards to the others, finishes
   * the calls under way within the drain timeout, and closes the storage. Closing twice does
   * nothing.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
    }
    LOG.info("stopping");
    try {
      parts.close();
    } finally {
      closed.countDown();
    }
    LOG.info("stopped");
  }
}
