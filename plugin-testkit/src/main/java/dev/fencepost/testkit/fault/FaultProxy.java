// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy in front of one server. It listens on a free port of the loopback interface. Faults
 * are armed with a condition and strike the first message of any client that meets it; latency and
 * freezing concern all connections.
 *
 * <p>Safe for use by many threads.
 */
public final class FaultProxy implements AutoCloseable {

  private final InetSocketAddress server;
  private final Framing framing;
  private final ServerSocket listening;
  private final Thread acceptor = Thread.ofVirtual().name("proxy accepts").unstarted(this::accept);
  private final Valve valve = new Valve();
  private final List<ArmedFault> armed = new CopyOnWriteArrayList<>();
  private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile Duration latencyToServer = Duration.ZERO;
  private volatile Duration latencyToClient = Duration.ZERO;

  private FaultProxy(InetSocketAddress server, Framing framing) throws IOException {
    this.server = server;
    this.framing = framing;
    this.listening = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
  }

  /**
   * Starts a proxy.
   *
   * @param server where connections are forwarded to
   * @param framing how the clients' messages are found
   */
  public static FaultProxy start(InetSocketAddress server, Framing framing) throws IOException {
    FaultProxy proxy = new FaultProxy(server, framing);
    proxy.acceptor.start();
    return proxy;
  }

  /** Where clients connect to. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort());
  }

  /** The port clients connect to, on the loopback interface. */
  public int port() {
    return listening.getLocalPort();
  }

  /** Lets a fault strike once, at the first message that meets the condition. */
  public ArmedFault arm(Fault fault, MessageCondition condition) {
    ArmedFault waiting = new ArmedFault(fault, condition);
    armed.add(waiting);
    return waiting;
  }

  /** Forgets the faults that have not struck. */
  public void disarm() {
    armed.clear();
  }

  /**
   * Delays what is read from now on.
   *
   * @param toServer how long a client's bytes take to the server
   * @param toClient how long the server's bytes take to the client
   */
  public void delay(Duration toServer, Duration toClient) {
    latencyToServer = toServer;
    latencyToClient = toClient;
  }

  /** Stops forwarding on all connections, in both directions; nothing is lost or closed. */
  public void freeze() {
    valve.close();
  }

  /** Goes on forwarding where {@link #freeze} stopped. */
  public void thaw() {
    valve.open();
  }

  /** Closes all present connections. */
  public void cutAll() {
    connections.forEach(ProxyConnection::cut);
  }

  /** How many connections there are. */
  public int connections() {
    return connections.size();
  }

  /** Closes all connections and accepts no more. */
  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException alreadyClosed) {
      // What matters is that it is closed.
    }
    awaitTheLastAcceptance();
    valve.open();
    cutAll();
  }

  /** The port is free only when the thread that accepts has left it. */
  private void awaitTheLastAcceptance() {
    try {
      acceptor.join();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  Framing framing() {
    return framing;
  }

  Valve valve() {
    return valve;
  }

  Duration latency(ProxyConnection.Direction direction) {
    return switch (direction) {
      case TO_SERVER -> latencyToServer;
      case TO_CLIENT -> latencyToClient;
    };
  }

  /** The fault that strikes at a message, if any. */
  @Nullable Fault faultAt(FrontendMessage message) {
    for (ArmedFault waiting : armed) {
      if (waiting.strikes(message)) {
        return waiting.fault();
      }
    }
    return null;
  }

  void forget(ProxyConnection connection) {
    connections.remove(connection);
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        connect(listening.accept());
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket upstream = new Socket();
    try {
      upstream.connect(server, 10_000);
    } catch (IOException refused) {
      client.close();
      upstream.close();
      return;
    }
    ProxyConnection connection = new ProxyConnection(this, client, upstream);
    connections.add(connection);
    connection.start();
    if (listening.isClosed()) {
      connection.cut();
    }
  }
}
