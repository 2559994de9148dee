// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.dsql.simulator.internal.server;

import dev.fencepost.dsql.simulator.SimulatorLimits;
import dev.fencepost.dsql.simulator.internal.session.Cluster;
import dev.fencepost.dsql.simulator.internal.wire.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts clients, one thread for each, until it is closed. */
public final class Listener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final byte[] LOCALHOST = {127, 0, 0, 1};
  private static final int BACKLOG = 512;
  private static final int CLOSE_MILLIS = 5_000;

  private final ServerSocket server;
  private final Cluster cluster;
  private final Admission admission;
  private final Optional<TlsIdentity> identity;
  private final int backendPort;
  private final SimulatorLimits limits;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService lives;

  private Listener(
      ServerSocket server,
      Cluster cluster,
      Optional<TlsIdentity> identity,
      int backendPort,
      SimulatorLimits limits) {
    this.server = server;
    this.cluster = cluster;
    this.admission = new Admission(limits);
    this.identity = identity;
    this.backendPort = backendPort;
    this.limits = limits;
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("simulator-lives").factory());
    executor.setRemoveOnCancelPolicy(true);
    this.lives = executor;
  }

  /** Listens on a port of the loopback interface; 0 takes a free one. */
  public static Listener start(
      int port,
      Cluster cluster,
      Optional<TlsIdentity> identity,
      int backendPort,
      SimulatorLimits limits)
      throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getByAddress(LOCALHOST), port), BACKLOG);
    Listener listener = new Listener(server, cluster, identity, backendPort, limits);
    Thread.ofPlatform().daemon().name("simulator-accept").start(listener::accept);
    return listener;
  }

  /** The port it listens on. */
  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        client.setTcpNoDelay(true);
        clients.add(client);
        Thread thread =
            Thread.ofPlatform()
                .daemon()
                .name("simulator-client-" + client.getPort())
                .unstarted(() -> serve(client));
        threads.add(thread);
        thread.start();
      } catch (IOException failed) {
        if (!server.isClosed()) {
          LOG.warn("a client can't be accepted", failed);
        }
      }
    }
  }

  private void serve(Socket client) {
    ScheduledFuture<?> end =
        lives.schedule(
            () -> close(client), limits.connectionLife().toMillis(), TimeUnit.MILLISECONDS);
    try {
      new ClientConnection(client, cluster, admission, identity, backendPort, limits.messageBytes())
          .serve();
    } catch (IOException gone) {
      LOG.debug("the connection of a client has ended", gone);
    } catch (RuntimeException broken) {
      LOG.error("the session of a client has failed", broken);
    } finally {
      end.cancel(false);
      close(client);
      clients.remove(client);
      threads.remove(Thread.currentThread());
    }
  }

  private static void close(Socket client) {
    try {
      client.close();
    } catch (IOException alreadyClosed) {
      // That is what was wanted.
    }
  }

  /** Ends all connections and listens no more. */
  @Override
  public void close() throws IOException {
    server.close();
    lives.shutdownNow();
    clients.forEach(Listener::close);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
    for (Thread thread : threads) {
      thread.interrupt();
      try {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left > 0) {
          thread.join(left);
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
