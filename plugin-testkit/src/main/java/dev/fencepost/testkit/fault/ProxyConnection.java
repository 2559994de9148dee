// SPDX-License-Identifier: Apache-2.0
package dev.fencepost.testkit.fault;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One connection through a proxy. Four threads: in each direction one reads and one sends, so that
 * bytes on their way do not keep later ones from being read.
 */
final class ProxyConnection {

  private static final byte[] NOTHING = {};

  private final FaultProxy proxy;
  private final Socket client;
  private final Socket server;
  private final Valve valve = new Valve();
  private final DelayedPipe toServer;
  private final DelayedPipe toClient;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable ReadyForQuery> withholding = new AtomicReference<>();

  private volatile boolean discarding;

  ProxyConnection(FaultProxy proxy, Socket client, Socket server) throws IOException {
    this.proxy = proxy;
    this.client = client;
    this.server = server;
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    toServer =
        new DelayedPipe(
            server.getOutputStream(),
            () -> proxy.latency(Direction.TO_SERVER),
            proxy.valve(),
            valve);
    toClient =
        new DelayedPipe(
            client.getOutputStream(),
            () -> proxy.latency(Direction.TO_CLIENT),
            proxy.valve(),
            valve);
  }

  void start() {
    run("reads from the client", this::readFromClient);
    run("sends to the server", toServer::run);
    run("reads from the server", this::readFromServer);
    run("sends to the client", toClient::run);
  }

  /** Closes both sides at once. */
  void cut() {
    closeQuietly(client);
    closeQuietly(server);
    proxy.forget(this);
    threads.forEach(Thread::interrupt);
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void run(String name, Work work) {
    threads.add(
        Thread.ofVirtual()
            .name("proxy " + name)
            .start(
                () -> {
                  try {
                    work.run();
                  } catch (IOException | InterruptedException over) {
                    cut();
                  }
                }));
  }

  private void readFromClient() throws IOException {
    FrontendReader messages = new FrontendReader(client.getInputStream(), proxy.framing());
    while (true) {
      FrontendMessage message = messages.next();
      @Nullable Fault fault = proxy.faultAt(message);
      if (fault == null) {
        toServer.deliver(message.bytes());
      } else {
        strike(fault, message);
      }
    }
  }

  private void strike(Fault fault, FrontendMessage message) {
    switch (fault) {
      case CUT_BEFORE_FORWARDING -> toServer.deliver(NOTHING, this::cut);
      case CUT_AFTER_FORWARDING -> {
        discarding = true;
        toServer.deliver(message.bytes(), this::cut);
      }
      case CUT_BEFORE_REPLY -> {
        withholding.set(new ReadyForQuery());
        toServer.deliver(message.bytes());
      }
      case BLACK_HOLE -> valve.close();
    }
  }

  private void readFromServer() throws IOException {
    InputStream in = server.getInputStream();
    byte[] buffer = new byte[1 << 16];
    int length = in.read(buffer);
    while (length >= 0) {
      byte[] bytes = Arrays.copyOf(buffer, length);
      ReadyForQuery withheld = withholding.get();
      if (withheld == null && !discarding) {
        toClient.deliver(bytes);
      } else if (withheld != null && isDone(withheld, bytes)) {
        cut();
        return;
      }
      length = in.read(buffer);
    }
    toClient.deliver(NOTHING, this::cut);
  }

  private boolean isDone(ReadyForQuery withheld, byte[] bytes) {
    return switch (proxy.framing()) {
      case CHUNKS -> true;
      case POSTGRES -> withheld.seenAfter(bytes);
    };
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // What matters is that it is closed.
    }
  }

  /** The directions of a connection. */
  enum Direction {
    TO_SERVER,
    TO_CLIENT
  }
}
